public import Jobs
public import Operations

/// Works on bulk operations, step by step. Any number may run; a step that fails is tried again.
public struct BulkService: Service {
    public let name = "bulk"
    private let store: any BulkStore
    private let logger: Logger
    private let stopped = StopLatch()

    public init(store: any BulkStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    public func run() async throws {
        let forgetting = Task {
            while !Task.isCancelled {
                try? await store.forgetBulkOperations()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        let working = Task {
            let limit = RepeatLimit(every: .seconds(30))
            while !Task.isCancelled {
                do {
                    if try await store.makeBulkStep() { continue }
                    try await Task.sleep(for: .milliseconds(100))
                } catch {
                    if let suppressed = limit.admit("bulk"), !Task.isCancelled {
                        logger.warning(
                            "a step of a bulk operation failed; it is tried again",
                            ["error": .error(error), "suppressed": .integer(suppressed)])
                    }
                    try await Task.sleep(for: .seconds(1))
                }
            }
        }
        await stopped.wait()
        working.cancel()
        forgetting.cancel()
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
