import Billing
import Flotilla

/// Starts a month's billing, gives the schools their jobs, and closes it.
struct MonthHandler: JobHandler {
    let runner: MonthRunner

    func run(_ payload: BillMonth, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, as: context.id, trace: context.trace)
    }
}
