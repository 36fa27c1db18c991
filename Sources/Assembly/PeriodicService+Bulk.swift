import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Works on bulk operations, step by step. Any number may run.
    public static func bulkSteps(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("bulk", logger: logger) {
            do {
                return try await store.makeBulkStep() ? .zero : .milliseconds(500)
            } catch let refusal as BulkStepRefusal {
                // One line an operation, since it ends by it.
                logger.warning(
                    "a step of a bulk operation was refused; the operation has failed",
                    [
                        "operation": .string(refusal.operation.uuidString.lowercased()),
                        "error": .string(refusal.reason),
                    ])
                return .zero
            }
        }
    }

    /// Forgets bulk operations that ended long ago. Any number may run.
    public static func forgottenBulk(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("bulk-forgetting", pauseAfterFailure: .seconds(60), logger: logger) {
            try await store.forgetBulkOperations()
            return .seconds(3600)
        }
    }
}
