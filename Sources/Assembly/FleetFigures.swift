public import Broker
import Jobs
public import Operations
public import Storage
import Synchronization

/// `flotilla_queue_depth{queue,status}`, `flotilla_queue_oldest_seconds{queue}` and `flotilla_jobs_running{queue}` of the
/// whole fleet, read every five seconds and served to all who scrape meanwhile.
///
/// What is ready and what runs is counted by the dispatcher, what waits by PostgreSQL's tables of what waits: no row of
/// `jobs` is looked for by its status. Without Redis the first 100,000 open rows are counted. A reading takes the same
/// time with a thousand open jobs and with a million; it never takes more than a twentieth of it.
public final class FleetFigures: Sendable {
    private static let pause = Duration.seconds(5)
    /// Older figures are left out rather than served: an alarm has to know.
    private static let lifetime = Duration.seconds(30)
    /// Ready jobs of a queue among which the one that waited longest is looked for.
    private static let candidates = 100

    private struct Reading {
        var figures: [QueueName: QueueFigures]
        let date: ContinuousClock.Instant
    }

    /// There is no reading that is young enough.
    private struct Outdated: Error {}

    private let store: PostgresJobStore
    private let broker: RedisBroker
    private let last = Mutex<Reading?>(nil)

    public init(store: PostgresJobStore, broker: RedisBroker) {
        self.store = store
        self.broker = broker
    }

    /// Reads again and again.
    public func service(logger: Logger) -> PeriodicService {
        PeriodicService("fleet figures", logger: logger) { [self] in
            let start = ContinuousClock.now
            try await refresh()
            return max(Self.pause, start.duration(to: .now) * 20)
        }
    }

    /// Reads once.
    public func refresh() async throws {
        let start = ContinuousClock.now
        let figures = try await read()
        last.withLock { $0 = Reading(figures: figures, date: start) }
    }

    /// Of every queue of a registered kind.
    package func read() async throws -> [QueueName: QueueFigures] {
        let queues = try await store.knownQueues()
        var figures: [QueueName: QueueFigures]
        do {
            figures = try await dispatched(queues)
            for (queue, waiting) in try await store.waiting() {
                figures[queue, default: QueueFigures()].depth.merge(waiting) { $1 }
            }
        } catch is any DispatcherFailure {
            figures = try await store.openFigures()
        }
        for queue in queues where figures[queue] == nil { figures[queue] = QueueFigures() }
        return figures
    }

    private func dispatched(_ queues: [QueueName]) async throws -> [QueueName: QueueFigures] {
        var figures: [QueueName: QueueFigures] = [:]
        for queue in queues {
            let stats = try await broker.stats(of: queue)
            let oldest = stats.ready == 0 ? [] : try await broker.oldest(in: queue, limit: Self.candidates)
            figures[queue] = QueueFigures(
                depth: [.queued: stats.ready, .running: stats.leased],
                oldest: try await store.longestWait(among: oldest))
        }
        return figures
    }

    /// The last reading.
    /// - Throws: when it is too old.
    func young() throws -> [QueueName: QueueFigures] {
        let reading = last.withLock { $0 }
        guard let reading, reading.date.duration(to: .now) < Self.lifetime else { throw Outdated() }
        return reading.figures
    }
}
