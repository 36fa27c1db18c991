/// An answer whose body is read as it comes.
public struct HTTPClientStream: Sendable {
    public let head: HTTPClientHead
    public let body: HTTPClientBody

    public var status: Int { head.status }
    public var headers: HTTPClientHeaders { head.headers }
}

/// The body of a streamed answer: chunks as they came, of any size, read once by one task.
///
/// A reader that is slower than the server holds the connection back after about 256 KiB. Dropping the body ends the
/// transfer. An `HTTPClientError` ends the sequence when the answer breaks off or a limit is exceeded.
public struct HTTPClientBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    let reader: BodyReader

    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: BodyReader

        public mutating func next() async throws -> [UInt8]? {
            try await reader.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: reader)
    }

    /// Ends the transfer, from any task: its reader gets what has come, and then `cancelled`.
    public func cancel() {
        reader.cancel()
    }
}

/// The reader's end of a stream: while it lives, the transfer and its client do.
final class BodyReader: Sendable {
    private let id: TransferID
    private let client: WebClient
    private let receiver: StreamReceiver

    init(id: TransferID, client: WebClient, receiver: StreamReceiver) {
        self.id = id
        self.client = client
        self.receiver = receiver
    }

    deinit {
        cancel()
    }

    func cancel() {
        client.loop.cancel(id)
    }

    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await receiver.next { client.loop.resume(id) }
        } onCancel: {
            cancel()
        }
    }
}
