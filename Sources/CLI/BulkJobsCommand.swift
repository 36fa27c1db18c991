import Foundation
import Jobs
import Storage

/// `retry` and `cancel`: of the jobs that are named, one by one, or of all that a filter finds, by a bulk operation that
/// the enqueuer works on and the command waits for.
struct BulkJobsCommand {
    private struct One: Encodable {
        let id: String
        let ok: Bool
        let detail: String?
    }

    private struct Progress: Encodable {
        let id: String
        let action: String
        let status: String
        let examined: Int
        let changed: Int
        let skipped: Int
        let error: String?

        init(_ record: BulkRecord) {
            id = record.operation.id.uuidString.lowercased()
            action = record.operation.action.rawValue
            status = record.status.rawValue
            examined = record.examined
            changed = record.changed
            skipped = record.skipped
            error = record.error
        }
    }

    static let options =
        FilterArguments.options + [
            .value("rate", "N", "jobs a second"), .value("limit", "N", "at most so many"),
        ]

    private let arguments: CommandArguments
    private let action: BulkOperation.Action
    /// Without any progress; a rate is at least one job a second.
    private static let patience = Duration.seconds(30)

    init(_ arguments: CommandArguments, _ action: BulkOperation.Action) throws {
        self.arguments = arguments
        self.action = action
    }

    /// - Parameter one: does it to one job; answers why it could not.
    /// - Returns: the exit status.
    func run(_ one: (PostgresJobStore, JobID) async throws -> String?) async throws -> Int32 {
        let filter = try FilterArguments.filter(arguments, statuses: action.applies)
        let isFiltered = filter != JobFilter()
        guard isFiltered != !arguments.positions.isEmpty else {
            throw UsageMistake(
                message: isFiltered
                    ? "name jobs or filter them, not both" : "name jobs, or filter them: all are not meant")
        }
        let rate = try number("rate", in: 1...100_000)
        let limit = try number("limit", in: 1...1_000_000_000)
        let ids = try arguments.positions.map { word in
            guard let id = JobID(word) else { throw UsageMistake(message: "\(word) is not a job's id") }
            return id
        }
        let context = try CommandContext(arguments.settings)
        if isFiltered {
            let operation = BulkOperation(id: UUID(), action: action, filter: filter, rate: rate, limit: limit)
            let total = try await total(of: operation, in: context.store)
            try await context.store.begin(operation, for: .everybody)
            context.audit(
                "\(action.rawValue) by filter",
                [
                    "operation": .string(operation.id.uuidString.lowercased()),
                    "words": .string(arguments.asked),
                ])
            return try await follow(operation.id, of: total, in: context.store)
        }
        var rows: [One] = []
        for id in ids {
            let objection = try await one(context.store, id)
            rows.append(One(id: "\(id)", ok: objection == nil, detail: objection))
            if objection == nil { context.audit(action.rawValue, ["job": .string("\(id)")]) }
        }
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            Output.table(["ID", "RESULT"], rows.map { [$0.id, $0.detail ?? "done"] })
        }
        return rows.allSatisfy(\.ok) ? 0 : 1
    }

    private func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        arguments.value(name) == nil ? nil : try arguments.integer(name, in: range, default: range.lowerBound)
    }

    /// How many jobs it will change, unless there are too many to count: then there is no bar, but counts.
    private func total(of operation: BulkOperation, in store: PostgresJobStore) async throws -> Int? {
        let count = try await store.count(operation.filter, action, for: .everybody)
        if let limit = operation.limit, count.found >= limit { return limit }
        return count.isComplete ? count.found : nil
    }

    /// The operation goes on when the command is stopped.
    private func follow(_ id: UUID, of total: Int?, in store: PostgresJobStore) async throws -> Int32 {
        var examined = -1
        var movedAt = ContinuousClock.now
        var progress = ProgressLine(total: total)
        defer { progress.end() }
        while true {
            guard let record = try await store.bulkOperation(id, for: .everybody) else {
                throw CommandFailure("the operation \(id) is gone")
            }
            if record.status != .running {
                progress.end()
                return try finish(record)
            }
            if record.examined != examined {
                examined = record.examined
                movedAt = .now
            }
            progress.show(done: record.changed + record.skipped, "done (\(record.examined) looked at)")
            if ContinuousClock.now - movedAt > Self.patience {
                throw CommandFailure(
                    "no enqueuer works on the operation \(id): start an enqueuer, and it goes on where it stopped")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func finish(_ record: BulkRecord) throws -> Int32 {
        let row = Progress(record)
        if arguments.isJSON {
            try Output.json(row)
        } else {
            print("\(row.changed) changed, \(row.skipped) skipped, \(row.examined) looked at")
        }
        if let error = record.error { Output.note(error) }
        return record.status == .done ? 0 : 1
    }
}
