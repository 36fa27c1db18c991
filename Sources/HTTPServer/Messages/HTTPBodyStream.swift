/// A body that is made while it is sent, in chunks.
///
/// A stream that waits for its next chunk holds a suspended task and a socket, no thread. A slow reader holds back the
/// producer: at most 64 KiB and one chunk wait in memory. When the reader leaves, the producer's task is cancelled.
public struct HTTPBodyStream: Sendable {
    /// What is sent when a stream has been silent for a while, so that proxies keep it open.
    struct Heartbeat: Sendable {
        let interval: Duration
        let bytes: [UInt8]
    }

    let produce: @Sendable (HTTPBodyWriter) async throws -> Void
    let isOpenEnded: Bool
    var heartbeat: Heartbeat?

    /// - Parameters:
    ///   - isOpenEnded: the stream goes on until its reader leaves, so a stopping server ends it at once instead of
    ///     giving it the grace.
    ///   - produce: writes the chunks; the body ends when it returns, and breaks off visibly when it throws.
    public init(isOpenEnded: Bool = false, produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void) {
        self.isOpenEnded = isOpenEnded
        self.produce = produce
    }

    public init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, isOpenEnded: Bool = false)
    where Chunks.Element == [UInt8] {
        self.init(isOpenEnded: isOpenEnded) { writer in
            for try await chunk in chunks { try await writer.write(chunk) }
        }
    }
}
