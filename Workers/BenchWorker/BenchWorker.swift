import Assembly
import Execution

/// Serves the `bench` queue, so that the road can be driven and measured without any of the four workers.
@main
struct BenchWorker {
    static func main() async {
        await WorkerProgram("bench", concurrency: 16) { _, _ in
            var registry = HandlerRegistry()
            BenchKinds.register(in: &registry)
            return registry
        }.run()
    }
}
