import Assembly
import Foundation
import Jobs
import Operations
import Reactor

/// Offers accepted jobs to the dispatcher, after their commit and beside the answer: whether Redis is fast, slow or
/// gone, no caller waits for it. An offer that fails is dropped: the enqueuer finds its job and offers it.
final class OfferService: Service {
    let name = "offers"
    private let broker: any JobBroker
    private let logger: Logger
    /// Gets offers that were sent, or given up.
    private let onEnd: @Sendable ([Offer]) -> Void
    private let queue = BatchQueue<Offer>()
    private static let overlap = 2

    init(broker: any JobBroker, logger: Logger, onEnd: @escaping @Sendable ([Offer]) -> Void) {
        self.broker = broker
        self.onEnd = onEnd
        self.logger = logger
    }

    func push(_ offers: [Offer]) { queue.push(offers) }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.overlap { group.addTask { await self.sendAll() } }
        }
    }

    func stop(by deadline: ContinuousClock.Instant) async { queue.close() }

    private func sendAll() async {
        let limit = RepeatLimit(every: .seconds(10))
        while true {
            let batch = await queue.next(upTo: 500)
            if batch.isEmpty { return }
            defer { onEnd(batch) }
            do {
                try await broker.offer(batch)
            } catch {
                // Dropped on purpose: the Enqueuer looks for exactly these, and memory is bounded.
                if let suppressed = limit.admit("offers") {
                    logger.warning(
                        "new jobs were not offered to the dispatcher; the enqueuer offers them",
                        [
                            "error": .error(error), "code": .string(Diagnosis.redis(error)?.code ?? "redis_refuses"),
                            "suppressed": .integer(suppressed),
                        ])
                }
            }
        }
    }
}
