import Jobs

enum JobCommand: Command {
    static let name = "job"
    static let synopsis = "ID [--watch[=SECONDS]] [--json]"
    static let summary = "shows one job with its attempts"
    static let options: [CommandOption] = [.watch]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let text = try arguments.only("a job's id")
        guard let id = JobID(text) else { throw UsageMistake(message: "\(text) is not a job's id") }
        let context = try CommandContext(listing: arguments)
        return try await arguments.show {
            guard let job = try await context.store.job(id, for: .everybody) else {
                throw CommandFailure("there is no job \(text)")
            }
            var row = JobRow(job)
            let look = try await context.look(at: job)
            row.why = look.why.map(JobRow.Why.init)
            row.progress = look.progress.map(JobRow.Progress.init)
            return try Listing(row, lines: lines(of: row))
        }
    }

    private static func lines(of row: JobRow) -> [String] {
        var lines = Output.lines(
            ["id", row.id],
            [
                ["kind", row.kind], ["queue", row.queue], ["status", row.status], ["tenant", row.tenant],
                ["attempt", "\(row.attempt) of \(row.maxAttempts) (\(row.errors) errors, \(row.crashes) crashes)"],
                ["created", Output.time(row.createdAt)], ["started", Output.time(row.startedAt)],
                ["finished", Output.time(row.finishedAt)],
                ["error", row.error.map { "\($0.code): \($0.message)" } ?? "-"], ["result", row.result ?? "-"],
            ] + (row.progress.map { [["progress", ProgressMeter.bar($0.percent, $0.message)]] } ?? [])
                + (row.why.map { [["why", "\($0.code): \($0.detail)"]] } ?? []))
        guard !row.attempts.isEmpty else { return lines }
        lines.append("")
        lines += Output.lines(
            ["ATTEMPT", "STARTED", "FINISHED", "ENDED"],
            row.attempts.map {
                ["\($0.attempt)", Output.time($0.startedAt), Output.time($0.finishedAt), $0.ended ?? "-"]
            })
        return lines
    }
}
