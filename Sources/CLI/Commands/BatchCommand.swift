import Foundation
import Jobs
import Storage

enum BatchCommand: Command {
    static let name = "batch"
    static let synopsis = "ID [--json]"
    static let summary = "shows how far one batch is"
    /// Without any progress.
    private static let patience = Duration.seconds(30)

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let id = try BatchRow.id(try arguments.only("a batch's id"))
        let context = try CommandContext(arguments.settings)
        guard let batch = try await context.store.batch(id, for: .everybody) else {
            throw CommandFailure("there is no batch \(id.uuidString.lowercased())")
        }
        try show(batch, arguments)
        return 0
    }

    /// `cancel --batch ID`: waits until the waiting members have ended; the running ones are asked to end.
    static func cancel(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let id = try BatchRow.id(arguments.value("batch") ?? "")
        let context = try CommandContext(arguments.settings)
        guard var batch = try await context.store.cancelBatch(id, for: .everybody) else {
            throw CommandFailure("there is no batch \(id.uuidString.lowercased())")
        }
        guard batch.finishedAt == nil else { throw CommandFailure("the batch is finished already") }
        context.audit("cancel --batch", ["batch": .string(id.uuidString.lowercased())])
        var movedAt = ContinuousClock.now
        while try await context.store.isCancelling(id) {
            try await Task.sleep(for: .milliseconds(100))
            let now = try await context.store.batch(id, for: .everybody) ?? batch
            if now.pending != batch.pending { movedAt = .now }
            batch = now
            if ContinuousClock.now - movedAt > patience {
                throw CommandFailure("no enqueuer works on it: start an enqueuer, and it goes on")
            }
        }
        try show(try await context.store.batch(id, for: .everybody) ?? batch, arguments)
        return 0
    }

    private static func show(_ batch: BatchRecord, _ arguments: CommandArguments) throws {
        let row = BatchRow(batch)
        if arguments.isJSON { return try Output.json(row) }
        Output.table(
            ["id", row.id],
            [
                ["name", row.name ?? "-"], ["status", row.status], ["tenant", row.tenant],
                ["done", "\(row.percent)% of \(row.total)"], ["pending", "\(row.pending)"],
                ["succeeded", "\(row.succeeded)"], ["failed", "\(row.failed)"], ["cancelled", "\(row.cancelled)"],
                ["callback", row.callbackJobId ?? "-"], ["created", Output.time(row.createdAt)],
                ["finished", Output.time(row.finishedAt)],
            ])
    }
}
