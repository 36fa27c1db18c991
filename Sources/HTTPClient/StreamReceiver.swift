import Synchronization

/// The bytes of a stream between the loop's thread, which offers them, and one reader, which takes them.
final class StreamReceiver: TransferReceiver {
    private struct State {
        var headWaiter: CheckedContinuation<HTTPClientHead, any Error>?
        var chunks: [[UInt8]] = []
        var buffered = 0
        var isPaused = false
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var end: Result<Void, HTTPClientError>?
    }

    private let state: Mutex<State>
    /// Above this many bytes the transfer is paused until the reader has taken them all. libcurl hands over at most
    /// 16 KiB at a time, so a stream holds less than twice this.
    private let highWater = 256 << 10

    init(head: CheckedContinuation<HTTPClientHead, any Error>) {
        state = Mutex(State(headWaiter: head))
    }

    func head(_ head: HTTPClientHead) {
        takeHeadWaiter()?.resume(returning: head)
    }

    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<[UInt8]?, any Error>?) in
            if let reader = state.reader {
                state.reader = nil
                return (true, reader)
            }
            guard state.buffered < highWater else {
                state.isPaused = true
                return (false, nil)
            }
            state.chunks.append(Array(bytes))
            state.buffered += bytes.count
            return (true, nil)
        }
        reader?.resume(returning: Array(bytes))
        return isTaken
    }

    func end(_ error: HTTPClientError?) {
        let reader = state.withLock { state in
            state.end = error.map { .failure($0) } ?? .success(())
            defer { state.reader = nil }
            return state.reader
        }
        let failure = error ?? HTTPClientError(.malformedAnswer, requestMayHaveBeenSent: true)
        takeHeadWaiter()?.resume(throwing: failure)
        if let error { reader?.resume(throwing: error) } else { reader?.resume(returning: nil) }
    }

    /// Everything that has come since the last call, or the next bytes to come; nil at the end.
    /// - Parameter resume: called when the transfer was held back and has room again.
    func next(resume: () -> Void) async throws -> [UInt8]? {
        var mustResume = false
        defer { if mustResume { resume() } }
        return try await withCheckedThrowingContinuation { reader in
            let ready = state.withLock { state -> Result<[UInt8]?, HTTPClientError>? in
                if !state.chunks.isEmpty {
                    let chunk = state.chunks.count == 1 ? state.chunks[0] : Array(state.chunks.joined())
                    state.chunks = []
                    state.buffered = 0
                    mustResume = state.isPaused
                    state.isPaused = false
                    return .success(chunk)
                }
                if let end = state.end { return end.map { nil } }
                precondition(state.reader == nil, "a body is read by one task at a time")
                state.reader = reader
                return nil
            }
            if let ready { reader.resume(with: ready.mapError { $0 }) }
        }
    }

    private func takeHeadWaiter() -> CheckedContinuation<HTTPClientHead, any Error>? {
        state.withLock { state in
            defer { state.headWaiter = nil }
            return state.headWaiter
        }
    }
}
