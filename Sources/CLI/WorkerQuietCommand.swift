import Foundation
import Jobs
import Storage

/// `workers quiet` and `workers resume`.
struct WorkerQuietCommand {
    private struct Answer: Encodable {
        let sessions: [String]
        let quiet: Bool
        /// Jobs that the sessions still held when the time was over.
        let held: Int
    }

    private let arguments: CommandArguments
    private let isQuiet: Bool
    private let choice: WorkerChoice
    private let timeout: Duration
    private static let page = 5000
    /// A worker hears of it within a second, and a take may just have been under way.
    private static let settling = Duration.seconds(3)

    init(_ arguments: CommandArguments, isQuiet: Bool) throws {
        self.arguments = arguments
        self.isQuiet = isQuiet
        let ids = try arguments.positions.map { word in
            guard let id = UUID(uuidString: word) else { throw UsageMistake(message: "\(word) is not a session's id") }
            return id
        }
        switch (ids.isEmpty, arguments.value("worker"), arguments.has("all")) {
        case (false, nil, false): choice = .sessions(ids)
        case (true, let name?, false): choice = .worker(name)
        case (true, nil, true): choice = .all
        default: throw UsageMistake(message: "say which: sessions, --worker NAME or --all")
        }
        timeout = .seconds(try arguments.integer("timeout", in: 0...86_400, default: 300))
    }

    func run() async throws -> Int32 {
        let context = try CommandContext(arguments.settings)
        let start = ContinuousClock.now
        let sessions = try await context.store.setQuiet(isQuiet, choice)
        guard !sessions.isEmpty else { throw CommandFailure("there is no such worker") }
        context.audit(
            isQuiet ? "workers quiet" : "workers resume",
            ["sessions": .string(sessions.map { $0.uuidString.lowercased() }.joined(separator: " "))])
        var held = 0
        if isQuiet, timeout > .zero {
            held = try await wait(for: sessions, since: start, in: context.store)
        }
        if arguments.isJSON {
            try Output.json(
                Answer(sessions: sessions.map { $0.uuidString.lowercased() }, quiet: isQuiet, held: held))
        } else {
            print("\(sessions.count) \(isQuiet ? "quiet" : "working")" + (held > 0 ? ", \(held) jobs still run" : ""))
        }
        return held == 0 ? 0 : 1
    }

    /// - Returns: how many jobs they hold when the time is over.
    private func wait(
        for sessions: [WorkerSession.ID], since start: ContinuousClock.Instant, in store: PostgresJobStore
    ) async throws -> Int {
        var progress: ProgressLine?
        defer { progress?.end() }
        while true {
            let began = ContinuousClock.now
            let held = try await held(by: sessions, in: store)
            if held == 0, began - start >= Self.settling { return 0 }
            if ContinuousClock.now - start >= timeout { return held }
            // What they still took while they heard of it counts, too.
            var line = progress ?? ProgressLine(total: held)
            line.meter.total = max(held, line.meter.total ?? 0)
            line.show(done: (line.meter.total ?? held) - held, "ended (\(held) still run)")
            progress = line
            // A walk over a long backlog takes a while; it is not all that the database does.
            try await Task.sleep(for: max(.milliseconds(250), (ContinuousClock.now - began) * 2))
        }
    }

    private func held(by sessions: [WorkerSession.ID], in store: PostgresJobStore) async throws -> Int {
        var cursor: JobID?
        var count = 0
        repeat {
            let page = try await store.held(by: sessions, after: cursor, limit: Self.page)
            count += page.items.count
            cursor = page.next
        } while cursor != nil
        return count
    }
}
