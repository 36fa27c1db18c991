import Synchronization

/// Gathers a whole answer for one waiting caller.
final class WholeReceiver: TransferReceiver {
    private struct State {
        var head: HTTPClientHead?
        var body: [UInt8] = []
    }

    private let state = Mutex(State())
    private let continuation: CheckedContinuation<HTTPClientResponse, any Error>

    init(_ continuation: CheckedContinuation<HTTPClientResponse, any Error>) {
        self.continuation = continuation
    }

    func head(_ head: HTTPClientHead) {
        state.withLock { $0.head = head }
    }

    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { $0.body.append(contentsOf: bytes) }
        return true
    }

    func end(_ error: HTTPClientError?) {
        let (head, body) = state.withLock { state in
            defer { state.body = [] }
            return (state.head, state.body)
        }
        if let error {
            continuation.resume(throwing: error)
        } else if let head {
            continuation.resume(returning: HTTPClientResponse(head: head, body: body))
        } else {
            continuation.resume(throwing: HTTPClientError(.malformedAnswer, requestMayHaveBeenSent: true))
        }
    }
}
