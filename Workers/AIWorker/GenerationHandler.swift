import Flotilla
import Generations

/// Makes what is asked of a model.
struct GenerationHandler: JobHandler {
    let definition: JobDefinition
    let runner: GenerationRunner

    func run(_ payload: GenerationJob, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, RunReport(context))
    }
}

/// Prepares documents.
struct ContextHandler: JobHandler {
    let runner: GenerationRunner

    func run(_ payload: ContextJob, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, RunReport(context))
    }
}

/// Learns recommendations.
struct TrainingHandler: JobHandler {
    let runner: TrainingRunner

    func run(_ payload: TrainingJob, in context: JobContext) async throws -> JobOutcome {
        try await runner.run(payload, of: context.tenant, as: context.id, trace: context.trace)
    }
}

extension RunReport {
    init(_ context: JobContext) {
        self.init(
            job: context.id, tenant: context.tenant, attempt: context.attempt, trace: context.trace,
            progress: { context.progress($0, $1) },
            // A piece is far shorter than a chunk may be.
            text: { try? context.emit(["text": $0]) })
    }
}
