import Fleet
import Flotilla
import Generations
import HTTPClient

/// Serves the `ai` queue.
@main
struct AIWorker {
    static func main() async {
        await WorkerProgram("ai", concurrency: 10, variables: Domains.variables, migrations: Domains.migrations) {
            resources, reader in
            let store = GenerationStore(database: resources.database, jobs: resources.jobs)
            let runner = GenerationRunner(
                store: store, settings: GenerationSettings(&reader), client: WebClient())
            let written = GenerationType.allCases.filter { $0 != .context }.map {
                GenerationHandler(definition: $0.definition, runner: runner)
            }
            return written + [ContextHandler(runner: runner), TrainingHandler(runner: TrainingRunner(store: store))]
        }.run()
    }
}
