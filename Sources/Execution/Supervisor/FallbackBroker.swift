import Foundation
public import Jobs
public import Operations
import Synchronization

/// Two dispatchers as one: the first as long as it works, else the second, which needs nothing but the store.
///
/// Whatever the first one fails with, the operation goes to the second at once, and so does all that follows for that queue.
/// The first one is checked all the time by `EpochBroker.epoch`, which does what operations do, so that a frozen server
/// costs one time-out; it serves again when it can. The reconciler offers it again what it missed meanwhile; ids that it
/// still holds wrongly cost a take in vain, because only the store grants claims.
public final class FallbackBroker: Sendable {
    /// Between checks of a queue: while the first dispatcher serves it, and while it does not.
    private static let checkPause = Duration.milliseconds(500)
    private static let probePause = Duration.milliseconds(250)

    let primary: any JobBroker & EpochBroker
    let secondary: any JobBroker
    private let diagnose: @Sendable (any Error) -> Diagnosis
    private let logger: Logger
    private let repeats = RepeatLimit(every: .seconds(30))
    /// What an operation failed with, by queue; nil where the check has shown and logged what is wrong.
    private let down = Mutex<[QueueName: (any DispatcherFailure)?]>([:])

    /// - Parameters:
    ///   - queues: those that are served.
    ///   - diagnose: what an error of the first dispatcher means.
    public init(
        _ primary: any JobBroker & EpochBroker, secondary: any JobBroker, queues: [QueueName],
        diagnose: @escaping @Sendable (any Error) -> Diagnosis, logger: Logger
    ) {
        self.primary = primary
        self.secondary = secondary
        self.diagnose = diagnose
        self.logger = logger
        for queue in queues {
            Task { [weak self] in
                while let pause = await self?.check(queue) { try? await Task.sleep(for: pause) }
            }
        }
    }

    /// Whether the first dispatcher serves all queues, as far as is known.
    var isUp: Bool { down.withLock { $0.isEmpty } }

    private func isUp(_ queue: QueueName) -> Bool { down.withLock { $0[queue] == nil } }

    /// Asks the first dispatcher; nil when it cannot serve the queue.
    func trying<Value: Sendable>(_ queue: QueueName, _ body: () async throws -> Value) async throws -> Value? {
        guard isUp(queue) else { return nil }
        do {
            return try await body()
        } catch let error as any DispatcherFailure {
            down.withLock { if $0[queue] == nil { $0[queue] = .some(error) } }
            return nil
        }
    }

    /// Returns when the first dispatcher turned out not to serve the queue, or with the task's cancellation.
    func watch(_ queue: QueueName) async {
        while isUp(queue), !Task.isCancelled { try? await Task.sleep(for: Self.probePause) }
    }

    /// - Returns: the pause until the next check.
    private func check(_ queue: QueueName) async -> Duration {
        do {
            _ = try await primary.epoch(of: queue)
        } catch {
            down.withLock { $0[queue] = .some(nil) }
            printError(of: error, in: queue)
            return Self.probePause
        }
        // An operation may fail although the check does not; it is tried again all the same.
        if let failure = down.withLock({ $0.removeValue(forKey: queue) }) {
            if let failure { printError(of: failure, in: queue) }
            logger.info("the dispatcher serves again", ["queue": .string("\(queue)")])
        }
        return Self.checkPause
    }

    private func printError(of error: any Error, in queue: QueueName) {
        let diagnosis = diagnose(error)
        guard let suppressed = repeats.admit("\(queue) \(diagnosis.code)") else { return }
        logger.warning(
            "the dispatcher cannot serve; jobs are taken from PostgreSQL",
            [
                "queue": .string("\(queue)"), "code": .string(diagnosis.code), "problem": .string(diagnosis.problem),
                "advice": .string(diagnosis.advice), "suppressed": .integer(suppressed),
            ])
    }
}
