import Fleet
import Foundation
import Operations
import Storage
import Testing

/// What the fleet declares itself, by a clock that the test moves.
@Suite struct DeclaredTests {
    @Test(
        "the gateway is compared at four each night by the clock of the setting, also in the night in which clocks change"
    )
    func reconciliation() async throws {
        try await Self.fleet(at: "2026-10-24T01:59:59Z") { fixture in
            // The last but one: nights in which everything was down are made up for once.
            let counts = try await fixture.jobs(
                of: "billing.reconciliation",
                at: "2026-10-24T01:59:59Z", "2026-10-24T02:00:00Z", "2026-10-25T02:00:30Z", "2026-10-25T03:00:00Z",
                "2026-10-28T12:00:00Z", "2026-10-29T03:00:00Z")
            #expect(counts == [0, 1, 1, 2, 3, 4])
        }
    }

    @Test("a month is billed at two on the first of the next one, each that was missed by a run of its own")
    func month() async throws {
        try await Self.fleet(at: "2026-10-15T00:00:00Z") { fixture in
            let counts = try await fixture.jobs(
                of: "billing.month", at: "2026-11-01T00:59:59Z", "2026-11-01T01:00:00Z", "2027-02-03T00:00:00Z")
            #expect(counts == [0, 1, 4])
        }
    }

    private static func fleet(
        at start: String, _ body: @Sendable (ScheduleDatabase) async throws -> Void
    ) async throws {
        try await ScheduleDatabase.with(at: start) { fixture in
            var reader = ConfigurationReader(
                environment: ["BILLING_TIME_ZONE": "Europe/Paris"], arguments: [], known: Domains.variables)
            try await fixture.jobs.register(Domains.all.flatMap { $0.definitions })
            try await fixture.store.declare(Domains.schedules(&reader))
            try await body(fixture)
        }
    }
}

extension ScheduleDatabase {
    /// How many jobs of a kind there are when the clock shows each of these.
    fileprivate func jobs(of kind: String, at times: String...) async throws -> [Int] {
        var counts: [Int] = []
        for time in times {
            try await set(time)
            try await fire()
            counts.append(try await count("select count(*) from jobs where kind = \(kind)"))
        }
        return counts
    }
}
