import Jobs

enum JobsCommand: Command {
    static let name = "jobs"
    static let synopsis =
        "[tail] " + FilterArguments.synopsis + " [--batch ID] [--limit N] [--watch[=SECONDS]] [--json]"
    static let summary = "lists jobs, newest first; tail: follows them, a line each time that one changes"
    static let verbs = ["tail"]
    static let options =
        FilterArguments.options + [
            .value("batch", "ID", "jobs of one batch"), .value("limit", "N", "at most so many"), .watch,
        ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let isTail = arguments.positions.first == "tail"
        try (isTail ? arguments.droppingVerb() : arguments).refusePositions()
        var filter = try FilterArguments.filter(arguments)
        filter.batch = try arguments.value("batch").map { try BatchRow.id($0) }
        if isTail { return try await tail(filter, arguments) }
        let limit = try arguments.integer("limit", in: 1...1000, default: 50)
        let store = try CommandContext(listing: arguments).store
        return try await arguments.show {
            let rows = try await store.jobs(filter, before: nil, limit: limit, for: .everybody).map(JobRow.init)
            return try Listing(rows, ["ID", "KIND", "STATUS", "ATTEMPT", "CREATED", "ERROR"]) {
                [$0.id, $0.kind, $0.status, "\($0.attempt)", Output.time($0.createdAt), $0.error?.code ?? "-"]
            }
        }
    }

    private static func tail(_ filter: JobFilter, _ arguments: CommandArguments) async throws -> Int32 {
        guard !arguments.has("watch"), arguments.value("limit") == nil else {
            throw UsageMistake(message: "tail goes on until Ctrl-C: it takes no --limit and no --watch")
        }
        let store = try CommandContext(arguments.settings, callDeadline: .seconds(10)).store
        return try await JobTail(store, filter, asJSON: arguments.isJSON).run()
    }
}
