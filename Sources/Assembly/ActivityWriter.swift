public import Jobs
public import Operations

/// Writes down, every few seconds and when the process stops, what happened to jobs in it: one transaction, in which no job
/// takes part. What cannot be written is kept for the next time.
public final class ActivityWriter: Service {
    public let name = "activity"
    private static let pause = Duration.seconds(5)

    private let counts: ActivityCounts
    private let store: any ActivityStore
    private let logger: Logger
    private let stopped = StopLatch()

    public init(_ counts: ActivityCounts = .shared, store: any ActivityStore, logger: Logger) {
        self.counts = counts
        self.store = store
        self.logger = logger
    }

    public func run() async throws {
        let writing = Task {
            await PeriodicService.turns(name, pauseAfterFailure: Self.pause, logger: logger) {
                try await write()
                return Self.pause
            }
        }
        await stopped.wait()
        writing.cancel()
    }

    /// To be stopped after those that count.
    public func stop(by deadline: ContinuousClock.Instant) async {
        try? await write()
        stopped.open()
    }

    package func write() async throws {
        let contents = counts.take()
        guard !contents.isEmpty else { return }
        do {
            try await store.add(contents)
        } catch {
            counts.putBack(contents)
            throw error
        }
    }
}
