import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension Drills {
    @Suite("Workers", .serialized) struct Workers {
        private static let slots = 8

        @Test("a worker killed every half second: no job is lost, doubled or blamed")
        func killedAtRandom() async throws {
            try await Drill.run("workers killed", environment: ["CONCURRENCY": "\(Self.slots)"]) { drill in
                var generator = SeededGenerator(Settings.seed)
                drill.report("seed \(Settings.seed)")
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                let workers = SupervisedWorkers(drill.fleet)
                try await workers.add(2, of: "BenchWorker")
                let rounds = Settings.size(16, full: 120)
                async let load: Void = Self.load(drill, rounds: rounds)
                var kills = ["supervisor": 0, "executor": 0, "both": 0]
                for _ in 0..<rounds {
                    try await Task.sleep(for: .milliseconds(500))
                    guard let victim = workers.members.randomElement(using: &generator) else { continue }
                    let what = ["supervisor", "executor", "both"].randomElement(using: &generator) ?? "both"
                    // An executor of one slot runs a suspect: a crash in it counts against the job, on purpose.
                    let executors = victim.children.filter { !Self.isSolo($0) }
                    kills[what, default: 0] += 1
                    if what != "executor" { await victim.kill() }
                    if what != "supervisor" { for executor in executors { kill(executor, SIGKILL) } }
                }
                try await load
                let verdict = try await drill.expectAllOnce(
                    ends: ["lost", "crashed", "released"], within: .seconds(60))
                drill.report(
                    "\(kills.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
                // An executor killed with its supervisor ends no job as crashed; killed alone, only the jobs in its slots.
                #expect(verdict.ends["crashed"] ?? 0 <= (kills["executor"] ?? 0) * Self.slots)
                let errors = try await drill.fleet.count("select count(*) from jobs where errors > 0")
                #expect(errors == 0)
                await workers.end()
                await crew.end()
            }
        }

        private static func load(_ drill: Drill, rounds: Int) async throws {
            for round in 0..<rounds {
                let start = ContinuousClock.now
                try await drill.post(
                    (0..<50).map { $0 % 5 == 0 ? drill.sleep(200, round + $0) : drill.noop(round + $0) })
                try await Task.sleep(for: max(.zero, .milliseconds(450) - start.duration(to: .now)))
            }
        }

        private static func isSolo(_ process: pid_t) -> Bool {
            (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.contains("--solo") ?? false
        }

        // MARK: Times of recovery

        @Test(
            "what an executor that was killed ran is started again within a second; what a worker ran, within a lease")
        func recovery() async throws {
            try await Drill.run("recovery", environment: ["CONCURRENCY": "4"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(2, of: "BenchWorker")
                var executors: [Duration] = []
                for round in 0..<Settings.size(5, full: 30) {
                    let victim = try await Self.running(3, ms: 2500, round, drill, crew)
                    guard let executor = victim.children.first else { continue }
                    let start = Date()
                    kill(executor, SIGKILL)
                    executors += try await Self.restarts(of: victim, since: start, drill)
                }
                drill.report(
                    "executor killed, \(executors.count) jobs: started again after median "
                        + "\(Figures.median(executors).text), at most \((executors.max() ?? .zero).text)")
                #expect(!executors.isEmpty && executors.max() ?? .zero < .seconds(1))

                var workers: [Duration] = []
                for round in 0..<Settings.size(2, full: 10) {
                    let victim = try await Self.running(3, ms: 2500, round, drill, crew)
                    let executors = victim.children
                    let start = Date()
                    await victim.kill()
                    for executor in executors { kill(executor, SIGKILL) }
                    workers += try await Self.restarts(of: victim, since: start, drill)
                }
                drill.report(
                    "worker killed (LEASE=3s), \(workers.count) jobs: started again after median "
                        + "\(Figures.median(workers).text), at most \((workers.max() ?? .zero).text)")
                #expect(!workers.isEmpty && workers.max() ?? .zero < .seconds(8))
                try await drill.expectAllOnce(ends: ["crashed", "lost"])
                await crew.end()
            }
        }

        /// Posts jobs until one worker holds some that have really begun.
        private static func running(
            _ count: Int, ms: Int, _ round: Int, _ drill: Drill, _ crew: SupervisedWorkers
        ) async throws -> FleetProcess {
            try await drill.drained(within: .seconds(20))
            try await drill.post((0..<count).map { drill.sleep(ms, round + $0) })
            var holder: FleetProcess?
            _ = try await eventually {
                let rows = try await drill.fleet.database.query(
                    """
                    select session.pid from jobs join worker_sessions session on session.id = jobs.session
                    where status = 'running' and jobs.started_at < now() - interval '0.2 seconds' limit 1
                    """
                ).rows
                let pid = try rows.first?.decode(0, as: Int32.self)
                holder = crew.members.first { $0.pid == pid }
                return holder != nil
            }
            guard let holder else { throw Unexpected("nobody runs the jobs") }
            return holder
        }

        /// How long after `start` the jobs that a worker held then were claimed again.
        private static func restarts(
            of victim: FleetProcess, since start: Date, _ drill: Drill
        ) async throws -> [Duration] {
            try await drill.drained(within: .seconds(30))
            let rows = try await drill.fleet.database.query(
                """
                select extract(epoch from job.started_at - \(start))::float8
                from jobs job join job_attempts attempt on attempt.job_id = job.id
                where attempt.ended in ('crashed', 'lost') and attempt.started_at < \(start)
                    and job.started_at > \(start) and job.attempt = attempt.attempt + 1
                """
            ).rows
            return try rows.map { .seconds(try $0.decode(0, as: Double.self)) }
        }

        @Test("a supervisor frozen beyond its lease: its executor's results are refused, and each effect is there once")
        func frozen() async throws {
            try await Drill.run("supervisor frozen", environment: ["LEASE": "2s", "CONCURRENCY": "4"]) { drill in
                let crew = SupervisedWorkers(drill.fleet)
                try await crew.add(1, of: "enqueuer")
                try await crew.add(2, of: "BenchWorker")
                let victim = try await Self.running(3, ms: 7000, 0, drill, crew)
                victim.signal(SIGSTOP)
                let again = try await eventually(within: .seconds(10)) {
                    try await drill.fleet.count("select count(*) from jobs where status = 'running' and attempt > 1")
                        > 0
                }
                #expect(again)
                // The executor still ran: the jobs that it ends now are claimed by another worker.
                let late = try await drill.fleet.count("select count(*) from jobs where attempt > 1")
                let refused = try await eventually(within: .seconds(10)) {
                    victim.log.components(separatedBy: "came too late").count > late
                }
                victim.signal(SIGCONT)
                #expect(refused)
                try await drill.expectAllOnce(ends: ["lost"])
                drill.report("\(late) late results refused")
                try await drill.post((0..<20).map(drill.noop))
                try await drill.expectAllOnce(ends: ["lost"])
                #expect(victim.isRunning)
                await crew.end()
            }
        }
    }
}
