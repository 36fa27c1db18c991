import Flotilla
import School

/// Removes a person.
struct ErasureHandler: JobHandler {
    let runner: ErasureRunner

    func run(_ payload: ErasePerson, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant)
    }
}
