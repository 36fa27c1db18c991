public import Operations
public import Redis
import Synchronization

/// Looks every minute whether the dispatcher's server still keeps everything: it may have been away at the start, or
/// somebody changed it since. A process that runs goes on with a server that does not, because what that drops is
/// offered again, but says so, and calls its health degraded.
public final class EvictionWatch: Service {
    public let name = "eviction"
    private let redis: RedisClient
    private let logger: Logger
    private let evicts = Mutex(false)
    private let stopped = StopLatch()

    public init(redis: RedisClient, logger: Logger) {
        self.redis = redis
        self.logger = logger
    }

    /// Whether the server dropped keys if its memory were full, when it was asked last.
    public var isEvicting: Bool { evicts.withLock { $0 } }

    public func run() async throws {
        let looking = Task {
            while !Task.isCancelled { try await Task.sleep(for: await look() ? .seconds(60) : .seconds(1)) }
        }
        await stopped.wait()
        looking.cancel()
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// - Returns: whether the server answered.
    func look() async -> Bool {
        do {
            let policy = try await EvictionPolicy.ask(redis)
            let isEvicting = policy.map { !$0.keepsEverything } ?? false
            evicts.withLock { $0 = isEvicting }
            if isEvicting, let policy {
                logger.error("the dispatcher may lose jobs", ["error": .string(policy.complaint)])
            }
            return true
        } catch {
            return false
        }
    }
}
