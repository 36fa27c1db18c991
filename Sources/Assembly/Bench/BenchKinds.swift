public import Execution
public import Jobs

/// Kinds for tests, benchmarks and drills. They are refused unless `FLOTILLA_BENCH=1`.
public enum BenchKinds {
    public static let queue: QueueName = "bench"

    public static var definitions: [JobDefinition] {
        [
            BenchNoop.definition, BenchSleep.definition, BenchFail.definition, BenchSpin.definition,
            BenchCrash.definition, BenchEmit.definition, BenchMemory.definition,
        ]
    }

    public static var handlers: [any JobHandler] {
        [NoopHandler(), SleepHandler(), FailHandler(), SpinHandler(), CrashHandler(), EmitHandler(), MemoryHandler()]
    }

    static func definition(_ kind: JobKind, isTransactional: Bool = false) -> JobDefinition {
        JobDefinition(
            kind: kind, queue: queue, timeout: .seconds(60),
            backoff: Backoff(base: .milliseconds(100), cap: .seconds(5)), grace: .seconds(1),
            isTransactional: isTransactional)
    }
}
