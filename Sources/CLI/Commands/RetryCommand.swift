import Jobs
import Storage

enum RetryCommand: Command {
    static let name = "retry"
    static let synopsis = "ID… | \(FilterArguments.synopsis) [--rate N] [--limit N] [--json]"
    static let summary = "queues failed or cancelled jobs again"
    static let options = BulkJobsCommand.options

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try await BulkJobsCommand(arguments, .retry).run { store, id in
            do {
                if try await store.retry(id, for: .everybody) != nil { return nil }
            } catch is UniqueKeyTaken {
                return "another job holds its unique key"
            }
            guard let job = try await store.job(id, for: .everybody) else { return "there is no such job" }
            return "it is \(job.status.rawValue); only a failed or cancelled one can be retried"
        }
    }
}
