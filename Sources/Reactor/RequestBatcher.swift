/// Answers what many ask at the same time in one trip: a batch is what was asked while the last trip was under way, so that a
/// request that comes alone does not wait for others.
public final class RequestBatcher<Request: Sendable, Answer: Sendable>: Sendable {
    private struct Pending: Sendable {
        let request: Request
        let waiter: CheckedContinuation<Answer, any Error>
    }

    private let queue = BatchQueue<Pending>()

    /// - Parameters:
    ///   - limit: of the requests of one trip.
    ///   - trip: has a limit of its own for its time. Its results are in the order of the requests; what it throws is the result
    ///     of each.
    public init(upTo limit: Int, _ trip: @escaping @Sendable ([Request]) async throws -> [Result<Answer, any Error>]) {
        Task.detached { [queue] in
            while await queue.withNext(upTo: limit, { await Self.answer($0, by: trip) }) {}
        }
    }

    deinit { queue.close() }

    /// Requests that the next trip takes along.
    public var waiting: Int { queue.count }

    /// Waits for the trip that is under way, and for its own. A request that was made is answered, whether the task is
    /// cancelled or not.
    public func answer(to request: Request) async throws -> Answer {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { queue.push(Pending(request: request, waiter: $0)) }
    }

    private static func answer(
        _ batch: [Pending], by trip: @Sendable ([Request]) async throws -> [Result<Answer, any Error>]
    ) async {
        var results: [Result<Answer, any Error>] = []
        do {
            results = try await trip(batch.map(\.request))
        } catch {
            results = batch.map { _ in .failure(error) }
        }
        for (index, pending) in batch.enumerated() {
            pending.waiter.resume(with: index < results.count ? results[index] : .failure(CancellationError()))
        }
    }
}
