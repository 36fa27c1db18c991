import Jobs

enum BatchesCommand: Command {
    static let name = "batches"
    static let synopsis = "[--limit N] [--watch[=SECONDS]] [--json]"
    static let summary = "lists batches of jobs, newest first"
    static let options: [CommandOption] = [.value("limit", "N", "at most so many"), .watch]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let limit = try arguments.integer("limit", in: 1...1000, default: 50)
        let store = try CommandContext(listing: arguments).store
        return try await arguments.show {
            let rows = try await store.batches(before: nil, limit: limit, for: .everybody).map(BatchRow.init)
            return try Listing(rows, ["ID", "NAME", "STATUS", "DONE", "TOTAL", "FAILED", "CREATED"]) {
                [
                    $0.id, $0.name ?? "-", $0.status, "\($0.percent)%", "\($0.total)", "\($0.failed)",
                    Output.time($0.createdAt),
                ]
            }
        }
    }
}
