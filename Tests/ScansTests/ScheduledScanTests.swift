import Accounts
import Assembly
import Foundation
import Jobs
import Operations
import Testing

@testable import Scans
@testable import Storage

@Suite("A scan that a schedule makes") struct ScheduledScanTests {
    @Test(
        "it reads the metrics that its body asks for, as a request does: a day of them where it says nothing",
        arguments: [
            (#", "metrics": {"hours": 48}"#, 48), ("", 24), (#", "metrics": true"#, 24), (#", "metrics": false"#, nil),
        ])
    func metrics(member: String, hours: Int?) async throws {
        try await ScansDatabase.with { fixture in
            let body =
                #"{"provider": "aws", "services": ["ec2", "s3"], "role_arn": "\#(ScansDatabase.role)"\#(member)}"#
            let schedule = Schedule(
                id: UUID(), tenant: fixture.tenant, name: "nightly",
                plan: SchedulePlan(cron: "0 3 * * *", timeZone: "UTC", template: "scan", body: Array(body.utf8)),
                isPaused: false, generation: 1, nextAt: nil, lastAt: nil, lastJobs: [], error: nil, isDeclared: false,
                createdBy: fixture.user, createdAt: Date(), updatedAt: Date(), lag: .zero)
            let connections = try Connections(databaseURL: Secret(fixture.url), name: "test", shared: 1)
            let template = try #require(ScansDomain.templates(connections).first { $0.name == "scan" })
            let work = try await template.work(for: Firing(of: schedule, at: Date(), minter: fixture.minter))
            #expect(work.jobs.count == 2)
            for job in work.jobs {
                #expect(try JSONDecoder.jobs.decode(ScanPayload.self, from: Data(job.payload)).metricsHours == hours)
            }
            await connections.database.close()
            await connections.domains.close()
        }
    }
}
