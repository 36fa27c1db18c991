import Flotilla
import School

/// Gathers everything of one person.
struct ExportHandler: JobHandler {
    let runner: ArchiveRunner

    func run(_ payload: ExportPerson, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant)
    }
}
