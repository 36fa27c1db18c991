/// The open end of a streamed body.
public struct HTTPBodyWriter: Sendable {
    let pipe: BodyPipe

    /// Hands one chunk over, and waits while more than 16 KiB wait to be sent.
    /// - Throws: `CancellationError` when the reader has left or the server stops.
    public func write(_ chunk: [UInt8]) async throws {
        try await pipe.write(chunk)
    }
}
