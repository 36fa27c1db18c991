import Synchronization

/// HTTP over libcurl: HTTP/1.1 and, over TLS, HTTP/2; kept connections; every wait limited.
///
/// All transfers of a client run on one thread of its own; callers never block one of Swift's. Proxies are taken from
/// the environment as curl does (`https_proxy`, `no_proxy`). Certificates are always verified.
public final class WebClient: Sendable {
    let loop: TransferLoop

    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        loop = TransferLoop(configuration: configuration)
    }

    deinit {
        loop.stop()
    }

    /// Sends a request and gathers the whole answer, whatever its status. Cancelling the task aborts the transfer.
    public func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let id = loop.open()
        return try await HTTPClientError.only {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    loop.start(id, request, WholeReceiver(continuation))
                }
            } onCancel: {
                loop.cancel(id)
            }
        }
    }

    /// Sends a request and returns as soon as the answer's head is there. `limits.total` spans the whole stream.
    public func stream(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientStream {
        let id = loop.open()
        var request = request
        request.acceptsCompression = false
        let (head, receiver) = try await HTTPClientError.only { [request] in
            try await withTaskCancellationHandler {
                let made = Mutex<StreamReceiver?>(nil)
                let head = try await withCheckedThrowingContinuation { continuation in
                    let receiver = StreamReceiver(head: continuation)
                    made.withLock { $0 = receiver }
                    loop.start(id, request, receiver)
                }
                return (head, made.withLock { $0 })
            } onCancel: {
                loop.cancel(id)
            }
        }
        guard let receiver else { throw HTTPClientError(.cancelled) }
        return HTTPClientStream(
            head: head, body: HTTPClientBody(reader: BodyReader(id: id, client: self, receiver: receiver)))
    }
}

extension HTTPClientError {
    /// Narrows the type of what a continuation throws; nothing but this error is ever thrown into one.
    static func only<Value>(
        _ body: () async throws -> Value
    ) async throws(HTTPClientError) -> Value {
        do {
            return try await body()
        } catch let error as HTTPClientError {
            throw error
        } catch {
            throw HTTPClientError(.cancelled)
        }
    }
}
