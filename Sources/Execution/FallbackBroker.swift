import Foundation
public import Jobs
public import Operations
import Synchronization

/// Two dispatchers as one: the first as long as it works, else the second, which needs nothing but the store.
///
/// An operation that finds the first one out of order goes to the second at once. From then on the first one is only
/// probed, so that a frozen server costs one time-out, and serves again when it answers. What it missed meanwhile the
/// reconciler tells it; what it still believes costs a take in vain, because every claim is the store's to give.
public final class FallbackBroker: Sendable {
    /// Between looks whether the first dispatcher works: while a worker waits at it, and while it is out of order.
    static let probePause = Duration.milliseconds(250)

    let primary: any JobBroker & EpochBroker
    let secondary: any JobBroker
    private let queue: QueueName
    private let logger: Logger
    private let isDown = Mutex(false)

    /// - Parameter queue: one of those that are served, to ask the first dispatcher about.
    public init(
        _ primary: any JobBroker & EpochBroker, secondary: any JobBroker, probing queue: QueueName, logger: Logger
    ) {
        self.primary = primary
        self.secondary = secondary
        self.queue = queue
        self.logger = logger
    }

    /// Whether the first dispatcher works, as far as is known.
    var isUp: Bool { isDown.withLock { !$0 } }

    /// Asks the first dispatcher; nil when it is out of order.
    func trying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value? {
        guard isUp else { return nil }
        do {
            return try await body()
        } catch let error as any DispatcherFailure where error.isOutage {
            goDown(error)
            return nil
        }
    }

    /// Returns when the first dispatcher turned out not to work, or with the task's cancellation.
    func watch() async {
        while isUp, !Task.isCancelled {
            try? await Task.sleep(for: Self.probePause)
            if Task.isCancelled { return }
            // Another error is an answer.
            _ = try? await trying { try await primary.epoch(of: queue) }
        }
    }

    private func goDown(_ error: any Error) {
        let isNew = isDown.withLock { isDown in
            defer { isDown = true }
            return !isDown
        }
        guard isNew else { return }
        logger.warning("the dispatcher does not answer; jobs are taken from the store", ["error": .error(error)])
        Task { [weak self] in
            while let self, !self.isUp {
                try? await Task.sleep(for: Self.probePause)
                await self.probe()
            }
        }
    }

    private func probe() async {
        do {
            _ = try await primary.epoch(of: queue)
        } catch {
            return
        }
        isDown.withLock { $0 = false }
        logger.info("the dispatcher answers again")
    }
}
