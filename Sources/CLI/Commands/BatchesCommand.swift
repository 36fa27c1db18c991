import Jobs

enum BatchesCommand: Command {
    static let name = "batches"
    static let synopsis = "[--limit N] [--json]"
    static let summary = "lists batches of jobs, newest first"
    static let options: [CommandOption] = [.value("limit", "N", "at most so many")]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let limit = try arguments.integer("limit", in: 1...1000, default: 50)
        let context = try CommandContext(arguments.settings)
        let rows = try await context.store.batches(before: nil, limit: limit, for: .everybody).map(BatchRow.init)
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            Output.table(
                ["ID", "NAME", "STATUS", "DONE", "TOTAL", "FAILED", "CREATED"],
                rows.map {
                    [
                        $0.id, $0.name ?? "-", $0.status, "\($0.percent)%", "\($0.total)", "\($0.failed)",
                        Output.time($0.createdAt),
                    ]
                })
        }
        return 0
    }
}
