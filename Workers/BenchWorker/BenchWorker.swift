import Fleet
import Flotilla

/// Serves the `bench` queue, so that dispatching can be run and measured without any of the four workers.
@main
struct BenchWorker {
    static func main() async {
        await WorkerProgram("bench", variables: Domains.variables, migrations: Domains.migrations) { _, _ in
            BenchKinds.handlers
        }.run()
    }
}
