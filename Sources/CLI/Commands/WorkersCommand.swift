import Foundation
import Storage

enum WorkersCommand: Command {
    static let name = "workers"
    static let synopsis =
        "[quiet | resume [SESSION… | --worker NAME | --all] [--timeout SECONDS]] [--watch[=SECONDS]] [--json]"
    static let summary = "shows the workers; quiet: they take no more, and it waits until they hold nothing"
    static let verbs = ["quiet", "resume"]
    static let options: [CommandOption] = [
        .value("worker", "NAME", "the workers of this name"), .flag("all", "every worker"),
        .value("timeout", "SECONDS", "how long to wait until they hold nothing; 300 unless said"),
        .watch,
    ]

    private struct Row: Encodable {
        let session: String
        let worker: String
        let queues: [String]
        let host: String
        let pid: Int32
        let concurrency: Int
        let version: String
        let startedAt: Date
        let silentSeconds: Double
        let quiet: Bool

        init(_ record: SessionRecord) {
            session = record.session.id.uuidString.lowercased()
            worker = record.session.worker
            queues = record.session.queues.map(\.rawValue)
            host = record.session.host
            pid = record.session.processID
            concurrency = record.session.concurrency
            version = record.session.version
            startedAt = record.startedAt
            silentSeconds = record.silence / .seconds(1)
            quiet = record.isQuiet
        }
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        if let verb = arguments.positions.first {
            guard verbs.contains(verb) else { throw UsageMistake.unknown("workers", verb, known: verbs) }
            try arguments.refuseWatch()
            return try await WorkerQuietCommand(arguments.droppingVerb(), isQuiet: verb == "quiet").run()
        }
        let store = try CommandContext(listing: arguments).store
        return try await arguments.show {
            try Listing(
                try await store.sessions(limit: 1000).map(Row.init),
                ["WORKER", "QUEUES", "HOST", "PID", "SLOTS", "VERSION", "STARTED", "SILENT", "STATE"]
            ) {
                [
                    $0.worker, $0.queues.joined(separator: ","), $0.host, "\($0.pid)", "\($0.concurrency)",
                    $0.version, Output.time($0.startedAt), "\(Int($0.silentSeconds)) s",
                    $0.quiet ? "quiet" : "working",
                ]
            }
        }
    }
}
