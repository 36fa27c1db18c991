import Synchronization

/// A value that one caller waits for, delivered once.
final class Promise<Value: Sendable>: Sendable {
    typealias Completion = @Sendable (Result<Value, any Error>) -> Void

    private enum State {
        case open(Completion?)
        /// Finished before anyone listened.
        case unheard(Result<Value, any Error>)
        case delivered
    }

    private let state = Mutex(State.open(nil))
    private let cancelled = Atomic(false)

    var isFinished: Bool {
        state.withLock { if case .open = $0 { false } else { true } }
    }

    /// Whether the waiting task was cancelled, which may come before the loop has seen the call.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func cancel() {
        cancelled.store(true, ordering: .relaxed)
    }

    /// - Parameter completion: called once, on whichever thread finishes the promise.
    func whenFinished(_ completion: @escaping Completion) {
        let result = state.withLock { state -> Result<Value, any Error>? in
            guard case .unheard(let result) = state else {
                state = .open(completion)
                return nil
            }
            state = .delivered
            return result
        }
        if let result { completion(result) }
    }

    /// Only the first call counts.
    func finish(_ result: Result<Value, any Error>) {
        let completion = state.withLock { state -> Completion? in
            guard case .open(let completion) = state else { return nil }
            state = completion == nil ? .unheard(result) : .delivered
            return completion
        }
        completion?(result)
    }

    func fail(_ error: any Error) {
        finish(.failure(error))
    }
}
