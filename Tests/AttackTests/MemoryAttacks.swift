import FleetTestSupport
import Operations
import RawHTTP
import TestSupport
import Testing

extension Attacks {
    @Suite("Memory after a flood") struct MemoryAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("what a flood of event streams took is given back when it is over", .timeLimit(.minutes(3)))
        func streams() async throws {
            let pid = try estate.fleet.api.pid
            @Sendable func resident() throws -> Int { try #require(ResourceUsage(of: pid)).residentBytes >> 20 }
            let job = try await estate.admin.job("bench.noop", [:], ["run_at": "2099-01-01T00:00:00Z"])
            let count = Settings.size(2_000, full: 4_000)
            let before = try resident()
            let (peak, toll) = try await estate.bystander.during {
                let crowd = try RawCrowd(estate.admin)
                defer { crowd.close() }
                try crowd.open(count, sending: estate.admin.header("GET", "/jobs/\(job)/events", "\r\n"))
                for client in crowd.clients { _ = try client.readHead() }
                return try resident()
            }
            var after = peak
            let isBack = try await eventually(within: .seconds(60)) {
                after = try resident()
                return after < before + (peak - before) / 2
            }
            estate.report("\(count) event streams", toll)
            print("figure: the API's memory: \(before) MB before, \(peak) with \(count) event streams, \(after) after")
            #expect(peak - before > 32)
            #expect(isBack)
        }
    }
}
