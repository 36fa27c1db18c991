import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("Watching", .serialized) struct Watching {
        private static func emit(_ drill: Drill, _ chunks: Int, ms: Int) async throws -> String {
            try await drill.admin.job("bench.emit", ["chunks": .number(Double(chunks)), "ms": .number(Double(ms))])
        }

        private static func sequence(_ event: ServerEvent) -> Int? {
            event.name == "chunk" ? event.json["sequence"].int : nil
        }

        /// Listens to the end, as a client does that loses its connection after every so many events.
        private static func follow(
            _ drill: Drill, _ id: String, losingItAfter count: Int, _ onEvent: (ServerEvent) async throws -> Void
        ) async throws -> [ServerEvent] {
            var seen: [ServerEvent] = []
            while seen.last?.name != "done" {
                var heard = 0
                for try await event in try await drill.admin.listen(to: id, after: seen.last?.id) {
                    seen.append(event)
                    try await onEvent(event)
                    heard += 1
                    // A status comes with every connection: at least one other event has to arrive too.
                    if heard > count { break }
                }
            }
            return seen
        }

        /// Each part between two resets goes on without a gap, and nothing comes twice.
        private static func expectWhole(_ events: [ServerEvent], ends: [Int]) {
            for part in events.split(whereSeparator: { $0.name == "reset" }) {
                let numbers = part.compactMap(sequence)
                guard let first = numbers.first else { continue }
                #expect(numbers == Array(first..<first + numbers.count), "\(numbers)")
            }
            let attempts = Set(events.filter { $0.name == "chunk" }.map(\.attempt)).sorted()
            #expect(attempts == Array(1...ends.count))
            for (attempt, end) in zip(1..., ends) where end > 0 {
                let numbers = events.filter { $0.attempt == attempt }.compactMap(sequence)
                #expect(numbers.last == end)
                #expect(Set(numbers).count == numbers.count)
            }
        }

        @Test("a worker killed in mid-stream: its chunks, a reset, those of the next attempt, the end; each once")
        func killed() async throws {
            try await Drill.run("stream, worker killed", environment: ["CONCURRENCY": "4"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                let workers = SupervisedWorkers(drill.fleet)
                try await workers.add(2, of: "BenchWorker")
                // Long enough that it still runs when the blow comes, also on a busy machine.
                let id = try await Self.emit(drill, 400, ms: 20)
                var isKilled = false
                let start = ContinuousClock.now
                let events = try await Self.follow(drill, id, losingItAfter: 15) { event in
                    guard Self.sequence(event) == 30, !isKilled else { return }
                    isKilled = true
                    let pid = try await drill.fleet.database.query(
                        """
                        select session.pid from jobs join worker_sessions session on session.id = jobs.session
                        where jobs.status = 'running'
                        """
                    ).rows[0].decode(0, as: Int32.self)
                    let victim = try #require(workers.members.first { $0.pid == pid })
                    let executors = victim.children
                    await victim.kill()
                    for executor in executors { kill(executor, SIGKILL) }
                }
                #expect(isKilled)
                Self.expectWhole(events, ends: [0, 400])
                let resets = events.filter { $0.name == "reset" }
                #expect(resets.count == 1 && resets[0].json["reason"] == "attempt" && resets[0].attempt == 2)
                let first = events.filter { $0.attempt == 1 }.compactMap(Self.sequence)
                #expect(first.first == 1 && first.count >= 30)
                #expect(events.filter { $0.attempt == 2 }.compactMap(Self.sequence) == Array(1...400))
                #expect(events.last?.json["status"] == "succeeded" && events.last?.json["attempt"] == 2)
                drill.report(
                    "\(first.count) chunks of attempt 1, a reset, 400 of attempt 2, done after "
                        + "\((ContinuousClock.now - start).text); the connection was lost after every 15 events")
                await workers.end()
                await crew.end()
            }
        }

        @Test("Redis wiped in mid-stream: a reset, and then every chunk once, those from before it too")
        func wiped() async throws {
            try await Drill.run("stream, Redis wiped", environment: ["CONCURRENCY": "4"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                for losing in [1000, 12] {
                    let id = try await Self.emit(drill, 100, ms: 20)
                    var isFlushed = false
                    let events = try await Self.follow(drill, id, losingItAfter: losing) { event in
                        guard Self.sequence(event) == 30, !isFlushed else { return }
                        isFlushed = true
                        try await drill.flush()
                    }
                    let resets = events.filter { $0.name == "reset" }
                    #expect(!resets.isEmpty && resets.allSatisfy { $0.json["reason"] == "wiped" })
                    let parts = events.split(whereSeparator: { $0.name == "reset" }).map {
                        $0.compactMap(Self.sequence)
                    }
                    let before = parts.first ?? []
                    #expect(before == Array(1..<1 + before.count) && parts.last == Array(1...100))
                    drill.report(
                        "connection lost after \(losing): \(before.count) chunks, \(resets.count) resets, "
                            + "then \(parts.last?.count ?? 0) of 100")
                    #expect(events.last?.json["status"] == "succeeded")
                }
                await crew.end()
            }
        }

        @Test("PostgreSQL killed in mid-stream: the chunks go on, and the end comes when it is there again")
        func databaseKilled() async throws {
            try await Drill.run("stream, postgres killed", environment: ["CONCURRENCY": "4"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                let id = try await Self.emit(drill, 150, ms: 20)
                var (isKilled, meanwhile) = (false, 0)
                let events = try await Self.follow(drill, id, losingItAfter: 1000) { event in
                    if isKilled, Self.sequence(event) != nil { meanwhile += 1 }
                    if Self.sequence(event) == 30, !isKilled {
                        isKilled = true
                        try await drill.fleet.postgres.kill()
                    }
                    // All the chunks have come without it.
                    if Self.sequence(event) == 150 { try await drill.fleet.postgres.start() }
                }
                #expect(events.compactMap(Self.sequence) == Array(1...150))
                #expect(events.last?.json["status"] == "succeeded" && events.last?.json["attempt"] == 1)
                drill.report("\(meanwhile) of 150 chunks came without PostgreSQL, each once; then the end")
                await crew.end()
            }
        }

        @Test("a thousand listeners beside other work: no thread and little memory each, and each hears everything")
        func thousands() async throws {
            // Each of thirty jobs has so many, and each of the others one.
            let (crowds, others) = Settings.size((23, 200), full: (73, 800))
            let count = 30 * crowds + others + 10
            try await Drill.run("\(count) listeners", environment: ["CONCURRENCY": "40"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(1, of: "BenchWorker")
                let api = try drill.fleet.api
                // Warmed up, so that what is measured is the listeners.
                try await drill.post((0..<100).map(drill.noop))
                let later = try await drill.admin.post(
                    "/jobs/batch",
                    .object([
                        "jobs": .array(
                            (0..<30 + others).map {
                                drill.job(
                                    $0 < 30 ? "bench.emit" : "bench.noop", ["chunks": 40, "ms": 100], $0,
                                    ["run_at": "2099-01-01T00:00:00Z"])
                            })
                    ]))
                let ids = later["jobs"].array.compactMap { $0["id"].string }
                #expect(ids.count == 30 + others)
                let before = (ProcessFigures(api.pid), ContinuousClock.now)
                let crowd = try ManyListeners(drill.admin)
                // Many listeners for a few jobs that publish much; each other listener has a job of its own.
                try crowd.listen(
                    Array(repeating: Array(ids[..<30]), count: crowds).flatMap(\.self) + ids[30...] + ids[..<10])
                let areIn = try await eventually(within: .seconds(60)) { crowd.count(with: "event: status") == count }
                #expect(areIn)
                let idle = ProcessFigures(api.pid)
                try await drill.fleet.database.query(
                    "update jobs set run_at = now() where run_at > now() + interval '1 day'")
                try await drill.fleet.database.query("update due set run_at = now()")
                var posted = 0
                var slowest = Duration.zero
                var busiest = idle
                while crowd.open > 0, ContinuousClock.now - before.1 < .seconds(180) {
                    let start = ContinuousClock.now
                    try await drill.post((0..<10).map(drill.noop))
                    slowest = max(slowest, ContinuousClock.now - start)
                    posted += 10
                    let now = ProcessFigures(api.pid)
                    if now.kilobytes > busiest.kilobytes { busiest = now }
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(crowd.open == 0)
                #expect(crowd.count(with: "event: done") == count)
                #expect(crowd.count(with: #""sequence":40,"#) == 30 * crowds + 10)
                #expect(crowd.count(with: "event: reset") == 0)
                for text in crowd.samples(60, with: "event: chunk") {
                    var parser = EventParser()
                    #expect(parser.take(Array(text.utf8)).compactMap(Self.sequence) == Array(1...40))
                }
                let threads = busiest.threads - before.0.threads
                #expect(threads < 16)
                let each = (idle.kilobytes - before.0.kilobytes) * 1000 / count
                drill.report(
                    "api: \(before.0.threads) threads and \(before.0.kilobytes / 1024) MB before, "
                        + "\(idle.threads) and \(idle.kilobytes / 1024) MB with all listening (\(each / 1000).\(each % 1000 / 100) KB each), "
                        + "\(busiest.threads) and \(busiest.kilobytes / 1024) MB at most; \(posted) jobs posted meanwhile, "
                        + "the slowest ten in \(slowest.text)")
                try await drill.drained(within: .seconds(30))
                await crew.end()
            }
        }
    }
}

/// Threads and resident memory of a process.
struct ProcessFigures {
    var threads = 0
    var kilobytes = 0

    init(_ process: pid_t) {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let number = Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first ?? "") ?? 0
            if line.hasPrefix("Threads:") { threads = number }
            if line.hasPrefix("VmRSS:") { kilobytes = number }
        }
    }
}
