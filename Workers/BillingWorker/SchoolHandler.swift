import Billing
import Flotilla

/// Bills a month to one school.
struct SchoolHandler: JobHandler {
    let runner: SchoolRunner

    func run(_ payload: BillSchool, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id)
    }
}
