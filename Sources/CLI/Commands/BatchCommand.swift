import Foundation
import Jobs
import Storage

enum BatchCommand: Command {
    static let name = "batch"
    static let synopsis = "ID [--watch[=SECONDS]] [--json]"
    static let summary = "shows how far one batch is"
    static let options: [CommandOption] = [.watch]
    /// Without any progress.
    private static let patience = Duration.seconds(30)

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let id = try BatchRow.id(try arguments.only("a batch's id"))
        let store = try CommandContext(listing: arguments).store
        var progress: ProgressMeter?
        let start = ContinuousClock.now
        return try await arguments.show {
            guard let batch = try await store.batch(id, for: .everybody) else {
                throw CommandFailure("there is no batch \(id.uuidString.lowercased())")
            }
            // Members may be added to a batch, and its rate begins at the first look.
            var meter = progress ?? ProgressMeter(total: 0, done: batch.total - batch.pending)
            meter.total = batch.total
            meter.add(done: batch.total - batch.pending, at: ContinuousClock.now - start)
            progress = meter
            return try listing(batch, meter)
        }
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
        var progress = ProgressLine(total: batch.pending)
        let pending = batch.pending
        defer { progress.end() }
        while try await context.store.isCancelling(id) {
            try await Task.sleep(for: .milliseconds(100))
            let now = try await context.store.batch(id, for: .everybody) ?? batch
            if now.pending != batch.pending { movedAt = .now }
            batch = now
            progress.show(done: max(0, pending - now.pending), "ended")
            if ContinuousClock.now - movedAt > patience {
                throw CommandFailure("no enqueuer works on it: start an enqueuer, and it goes on")
            }
        }
        progress.end()
        let ended = try await context.store.batch(id, for: .everybody) ?? batch
        return try await arguments.show {
            try listing(ended, ProgressMeter(total: ended.total, done: ended.total - ended.pending))
        }
    }

    private static func listing(_ batch: BatchRecord, _ progress: ProgressMeter) throws -> Listing {
        let row = BatchRow(batch)
        let lines = Output.lines(
            ["id", row.id],
            [
                ["name", row.name ?? "-"], ["status", row.status], ["tenant", row.tenant],
                ["done", progress.bar("ended", width: 66)], ["pending", "\(row.pending)"],
                ["succeeded", "\(row.succeeded)"], ["failed", "\(row.failed)"], ["cancelled", "\(row.cancelled)"],
                ["callback", row.callbackJobId ?? "-"], ["created", Output.time(row.createdAt)],
                ["finished", Output.time(row.finishedAt)],
            ])
        return try Listing(row, lines: lines)
    }
}
