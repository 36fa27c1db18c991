import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension RedisStateTests {
    @Test("periodic work that has failed for a minute is a reason of the API's health, of doctor and the metrics")
    func failingDuty() async throws {
        let estate = try RedisEnvironment.current
        let fleet = estate.fleet
        // As an enqueuer writes it.
        try await fleet.database.query(
            """
            insert into failing_duties (process, duty, program, since, error)
            values (gen_random_uuid(), 'offering due jobs', 'enqueuer', now() - interval '90 seconds', 'undefined_table (42P01)')
            """)
        let answer = try await estate.isTold("duty_failing")
        let reason = answer["reasons"].array.first
        #expect(answer["status"] == "degraded" && answer["broker"] == "up" && answer["database"] == "up", "\(answer)")
        let problem = reason?["problem"].string ?? ""
        #expect(problem.contains("offering due jobs") && problem.contains("enqueuer") && problem.contains("42P01"))
        #expect(try await fleet.anybody.get("/readyz").status == 200)
        let metrics = String(decoding: try await fleet.anybody.get("/metrics").body, as: UTF8.self)
        #expect(metrics.contains(#"flotilla_unhealthy{reason="duty_failing"} 1"#))
        let doctor = try await fleet.flotilla("doctor", "--json")
        #expect(
            doctor.status == 1 && doctor.output.contains("duty_failing") && doctor.output.contains("offering due jobs"))
        try await fleet.database.query("delete from failing_duties")
        #expect(try await estate.isTold(nil)["status"] == "ready")
        #expect(try await fleet.flotilla("doctor").output.contains("ok     duties:"))
    }
}
