import Billing
import Flotilla

/// Compares the gateway with the ledger.
struct ReconciliationHandler: JobHandler {
    let runner: ReconciliationRunner

    func run(_ payload: ReconcilePayments, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(by: context.deadline)
    }
}
