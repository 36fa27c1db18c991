import Jobs

/// What `pause` and `resume` have in common.
private struct PauseAction {
    private struct Answer: Encodable {
        let queue: String
        let kind: String?
        let paused: Bool
    }

    static let options: [CommandOption] = [.value("kind", "KIND", "one kind of the queue alone")]

    static func run(_ arguments: CommandArguments, isPaused: Bool) async throws -> Int32 {
        let queue = QueueName(rawValue: try arguments.only("a queue"))
        let context = try CommandContext(arguments.settings)
        try await context.require(queue)
        let kind = arguments.value("kind").map(JobKind.init(rawValue:))
        if let kind { try await context.require(kind, in: queue) }
        try await context.store.change([.pause(kind, isPaused)], in: queue)
        context.audit(isPaused ? "pause" : "resume", ["words": .string(arguments.asked)])
        if arguments.isJSON {
            try Output.json(Answer(queue: queue.rawValue, kind: kind?.rawValue, paused: isPaused))
        } else {
            let what = kind.map { "\($0) in \(queue)" } ?? "\(queue)"
            print(isPaused ? "\(what) is paused; what runs ends" : "\(what) goes on")
        }
        return 0
    }
}

enum PauseCommand: Command {
    static let name = "pause"
    static let synopsis = "QUEUE [--kind KIND] [--json]"
    static let summary = "nothing new of a queue or a kind starts; what runs ends, what is accepted waits"
    static let options = PauseAction.options

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try await PauseAction.run(arguments, isPaused: true)
    }
}

enum ResumeCommand: Command {
    static let name = "resume"
    static let synopsis = "QUEUE [--kind KIND] [--json]"
    static let summary = "lets a paused queue or kind go on"
    static let options = PauseAction.options

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try await PauseAction.run(arguments, isPaused: false)
    }
}
