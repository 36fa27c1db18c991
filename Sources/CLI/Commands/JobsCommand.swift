import Jobs

enum JobsCommand: Command {
    static let name = "jobs"
    static let synopsis = FilterArguments.synopsis + " [--batch ID] [--limit N] [--json]"
    static let summary = "lists jobs, newest first"
    static let options =
        FilterArguments.options + [.value("batch", "ID", "jobs of one batch"), .value("limit", "N", "at most so many")]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        var filter = try FilterArguments.filter(arguments)
        filter.batch = try arguments.value("batch").map { try BatchRow.id($0) }
        let limit = try arguments.integer("limit", in: 1...1000, default: 50)
        let context = try CommandContext(arguments.settings)
        let rows = try await context.store.jobs(filter, before: nil, limit: limit, for: .everybody).map(JobRow.init)
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            Output.table(
                ["ID", "KIND", "STATUS", "ATTEMPT", "CREATED", "ERROR"],
                rows.map {
                    [$0.id, $0.kind, $0.status, "\($0.attempt)", Output.time($0.createdAt), $0.error?.code ?? "-"]
                })
        }
        return 0
    }
}
