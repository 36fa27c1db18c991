import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("Fairness", .serialized) struct Fairness {
        private static let flood = Settings.size(8_000, full: 100_000)
        private static let probes = Settings.size(20, full: 60)

        @Test("a small tenant's single job starts beside another's flood as if the flood were not there")
        func besideFlood() async throws {
            try await Drill.run("flood", environment: ["CONCURRENCY": "8"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                // Every fifth number is of the same tenant.
                for part in stride(from: 0, to: Self.flood, by: 1000) {
                    try await drill.post((0..<min(1000, Self.flood - part)).map { _ in drill.sleep(20, 0) })
                }
                try await crew.add(2, of: "BenchWorker")
                let runs = try await eventually { try await Self.started(drill) > 100 }
                #expect(runs)
                for _ in 0..<Self.probes {
                    let id = try await drill.admin.job(
                        "bench.noop", [:], ["tenant": .string(UUID().uuidString.lowercased())])
                    let job = try await drill.admin.settled(id)
                    #expect(job["status"] == "succeeded")
                }
                let (waits, overtaken) = try await Self.probes(drill)
                let left = try await drill.fleet.count(
                    "select count(*) from jobs where kind = 'bench.sleep' and status = 'queued'")
                drill.report(
                    "\(waits.count) single jobs beside \(Self.flood) of 20 ms started after "
                        + "\(waits[waits.count / 2]) ms at the median, \(waits.last ?? 0) ms at worst; of the flood "
                        + "\(overtaken) started meanwhile at worst, \(left) were left at the end")
                #expect(left > 0, "the flood was over before the small tenants came")
                // Those that workers held already: slots, and some work at hand for each.
                #expect(overtaken < 400)
                await crew.end()
            }
        }

        private static func started(_ drill: Drill) async throws -> Int {
            try await drill.fleet.count("select count(*) from jobs where started_at is not null")
        }

        /// The milliseconds that each waited, sorted; and how many of the flood started meanwhile, at worst.
        private static func probes(_ drill: Drill) async throws -> (waits: [Int], overtaken: Int) {
            let rows = try await drill.fleet.database.query(
                """
                select (extract(epoch from probe.started_at - probe.created_at) * 1000)::bigint as waited,
                    (select count(*) from jobs flood where flood.kind = 'bench.sleep'
                        and flood.started_at > probe.created_at and flood.started_at < probe.started_at) as overtaken
                from jobs probe where probe.kind = 'bench.noop'
                """
            ).rows
            let waits = try rows.map { Int(try $0.decode("waited", as: Int64.self)) }.sorted()
            let overtaken = try rows.map { Int(try $0.decode("overtaken", as: Int64.self)) }.max() ?? 0
            return (waits, overtaken)
        }
    }
}
