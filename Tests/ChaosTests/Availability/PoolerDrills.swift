import FleetTestSupport
import Foundation
import PostgresTestSupport
import TestSupport
import Testing

extension Drills.Availability {
    @Test(
        "PgBouncer is set to hand sessions on in mid-load: it is refused by name, nothing is lost or doubled, and its repair needs no restart of ours",
        .enabled(if: Pooler.isInstalled))
    func pooler() async throws {
        try await Self.withPooler("pooler restarted in transaction mode") { drill, pooler in
            let start = ContinuousClock.now
            try await pooler.restart(.transaction)
            #expect(
                try await eventually(within: .seconds(20)) {
                    try await drill.fleet.anybody.get("/readyz").description.contains("postgres_pooler_unfit")
                })
            let readyz = try await drill.fleet.anybody.get("/readyz")
            #expect(readyz.status == 503 && readyz.headers["Retry-After"] != nil, "\(readyz)")
            drill.report("named after \(start.duration(to: .now).text)")
            // A program that starts meanwhile says so, too, and does no harm.
            let doctor = try await drill.fleet.flotilla("doctor")
            #expect(doctor.status == 1 && doctor.output.contains("postgres_pooler_unfit"), "\(doctor.all)")
            // A pooler that has just started has sessions without settings of other clients; still no job is accepted through it.
            let accepted = drill.accepted.count
            try await Task.sleep(for: .seconds(5))
            #expect(try await drill.fleet.anybody.get("/readyz").status == 503)
            #expect(drill.accepted.count == accepted)
            let repaired = ContinuousClock.now
            try await pooler.restart(.session)
            return repaired
        }
    }

    private static func withPooler(
        _ name: String, _ body: @escaping (Drill, Pooler) async throws -> ContinuousClock.Instant
    ) async throws {
        let place = PoolerPlace()
        try await Drill.run(
            name, surroundings: { postgres, _ in ["DATABASE_URL": try await place.start(before: postgres)] }
        ) { drill in
            let pooler = try #require(await place.pooler)
            try await AvailabilityDrill(drill).run { try await body(drill, pooler) }
        }
        await place.pooler?.stop()
    }
}

/// Where the pooler of a drill is kept from its start on, which is before the fleet's.
private actor PoolerPlace {
    private(set) var pooler: Pooler?

    func start(before postgres: PostgresServer) async throws -> String {
        let pooler = try await Pooler(before: postgres, .session)
        self.pooler = pooler
        return await pooler.url
    }
}
