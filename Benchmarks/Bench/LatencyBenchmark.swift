import Bare
import Foundation

/// Jobs that come one by one, 200 a second: how long until their handler starts.
///
/// A no-op's effect carries the time at which its settling transaction began, right after the handler; so what is
/// reported is a little more than the time to the handler's start, never less. All clocks are this machine's.
struct LatencyBenchmark: Benchmark {
    private static let jobs = 2000
    private static let pause = Duration.milliseconds(5)
    private static let commits = 200

    let name = "latency"

    let figures = [
        FigureKind(key: "start50", title: "POST to handler start, p50", unit: "ms", ceiling: "commit50"),
        FigureKind(key: "start99", title: "POST to handler start, p99", unit: "ms"),
        FigureKind(key: "accepted50", title: "POST to 202, p50", unit: "ms"),
        FigureKind(key: "claimed50", title: "POST to claim, p50", unit: "ms", usage: "worker"),
        FigureKind(key: "commit50", title: "one bare commit, p50", unit: "ms"),
        FigureKind(key: "beyond", title: "handler start beyond one commit, p50", unit: "ms"),
    ]

    private struct Sent {
        let id: String
        let at: Date
        let answered: Date
    }

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await fleet.empty()
        let worker = try await fleet.startWorker()
        defer { worker.signal(SIGKILL) }
        try await warmUp(fleet)
        let commits = CommitCeiling(databaseURL: fleet.databaseURL)
        var times = try await commits.run(Self.commits / 2)
        var processes = fleet.processes
        processes["supervisor"] = worker.pid
        processes["executor"] = ProcessFile.children(of: worker.pid).max()
        let meter = UsageMeter(processes)
        let sent = try await send(fleet)
        try await fleet.waitUntilDrained(within: .seconds(60))
        run.usage["worker"] = await meter.stop(jobs: Self.jobs)
        times += try await commits.run(Self.commits / 2)
        _ = await worker.terminate(grace: .seconds(30))

        let rows = try await self.rows(fleet)
        var starts: [Double] = []
        var claims: [Double] = []
        for job in sent {
            guard let row = rows[job.id] else { continue }
            claims.append(row.claimed.timeIntervalSince(job.at) * 1000)
            starts.append(row.started.timeIntervalSince(job.at) * 1000)
        }
        run.check("every job ran", starts.count == Self.jobs, "\(starts.count) of \(Self.jobs)")
        run.values["start50"] = starts.quantile(0.5)
        run.values["start99"] = starts.quantile(0.99)
        run.values["claimed50"] = claims.quantile(0.5)
        run.values["accepted50"] = sent.map { $0.answered.timeIntervalSince($0.at) * 1000 }.quantile(0.5)
        let commit = times.map { $0 / .milliseconds(1) }.quantile(0.5)
        run.values["commit50"] = commit
        run.values["beyond"] = starts.quantile(0.5) - commit
        return run
    }

    /// The first jobs meet connections that are not open and statements that are not prepared.
    private func warmUp(_ fleet: Fleet) async throws {
        _ = try await Enqueuing(fleet).singly(jobs: 100, threads: 2)
        try await Fleet.eventually(within: .seconds(60), "the worker does not start") {
            try await fleet.jobs("count(*) filter (where status = 'succeeded')") == 100
        }
    }

    /// On eight connections in turn, each at its moment: a slow answer delays no other request.
    private func send(_ fleet: Fleet) async throws -> [Sent] {
        let threads = 8
        let start = ContinuousClock.now + .milliseconds(100)
        let (url, token) = (fleet.apiURL, fleet.token)
        let parts = try await Threads.run(threads) { number in
            let connection = try BareHTTP(url: url, token: token)
            let body = Array(Enqueuing.job.utf8)
            var sent: [Sent] = []
            for index in stride(from: number, to: Self.jobs, by: threads) {
                let wait = (start + Self.pause * index) - .now
                if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
                let at = Date()
                let answer = try connection.post("/jobs", body)
                let answered = Date()
                guard answer.status == 202,
                    let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any],
                    let id = object["id"] as? String
                else { throw BareError("POST /jobs was answered \(answer.status)") }
                sent.append(Sent(id: id, at: at, answered: answered))
            }
            return sent
        }
        return parts.flatMap { $0 }
    }

    private func rows(_ fleet: Fleet) async throws -> [String: (claimed: Date, started: Date)] {
        let answers = try await fleet.database.execute([
            "select set_config('role', 'flotilla_dispatcher', true)",
            """
            select job.id, job.started_at, effect.committed_at
            from flotilla.jobs job join flotilla.bench_effects effect on effect.job_id = job.id
            where job.id >= \(fleet.floor ?? Fleet.lowest)
            """,
        ])
        var rows: [String: (claimed: Date, started: Date)] = [:]
        for row in answers.last?.rows ?? answers[0].rows {
            rows[try row.decode(0, as: UUID.self).uuidString.lowercased()] = (
                try row.decode(1, as: Date.self), try row.decode(2, as: Date.self)
            )
        }
        return rows
    }
}

extension [Double] {
    /// The value that a part of all is not above; 0 when there is none.
    func quantile(_ part: Double) -> Double {
        guard !isEmpty else { return 0 }
        return sorted()[Swift.min(count - 1, Int(Double(count) * part))]
    }
}
