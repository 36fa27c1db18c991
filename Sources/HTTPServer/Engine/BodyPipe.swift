internal import CMicrohttpd
import Synchronization

/// The chunks of a streamed body on their way from a task to a connection.
///
/// The connection's thread takes what there is; when there is nothing it suspends the connection, and the next chunk
/// resumes it. Both are decided under the lock, so that none is missed and none is done twice.
final class BodyPipe: Sendable {
    /// Bytes beyond which the writer waits. What is up to this is counted nowhere: the limit of streams bounds it.
    private static let highWater = Engine.smallBody

    private enum End {
        case complete
        case broken
    }

    private struct State {
        var chunks: [[UInt8]] = []
        /// Bytes of the first chunk that have been sent.
        var sent = 0
        var buffered = 0
        var end: End?
        var isSuspended = false
        var silentSince = ContinuousClock.now
        var writer: CheckedContinuation<Void, any Error>?
        var task: Task<Void, Never>?
    }

    // A handle of the library; it is used only while the connection is suspended or inside its callback, where the
    // library keeps it alive.
    nonisolated(unsafe) private let connection: OpaquePointer
    private let stream: HTTPBodyStream
    private let onEnd: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter onEnd: called once, when the connection is done with the body.
    init(_ stream: HTTPBodyStream, connection: OpaquePointer, onEnd: @escaping @Sendable () -> Void) {
        self.stream = stream
        self.connection = connection
        self.onEnd = onEnd
    }

    var isOpenEnded: Bool { stream.isOpenEnded }
    var isSuspended: Bool { state.withLock { $0.isSuspended } }

    func start() {
        let task = Task {
            do {
                try await stream.produce(HTTPBodyWriter(pipe: self))
                finish(.complete)
            } catch is CancellationError where stream.isOpenEnded {
                finish(.complete)
            } catch {
                finish(.broken)
            }
        }
        let isOver = state.withLock { state in
            state.task = task
            return state.end != nil
        }
        if isOver { task.cancel() }
    }

    // MARK: The task's side

    func write(_ chunk: [UInt8]) async throws {
        if chunk.isEmpty { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                append(chunk, continuation)
            }
        } onCancel: {
            state.withLock { $0.writer.take() }?.resume(throwing: CancellationError())
        }
        try Task.checkCancellation()
    }

    private func append(_ chunk: [UInt8], _ continuation: CheckedContinuation<Void, any Error>) {
        let result: Result<Void, any Error>? = state.withLock { state in
            if state.end != nil || Task.isCancelled { return .failure(CancellationError()) }
            state.chunks.append(chunk)
            state.buffered += chunk.count
            resume(&state)
            if state.buffered <= Self.highWater { return .success(()) }
            state.writer = continuation
            return nil
        }
        if let result { continuation.resume(with: result) }
    }

    private func finish(_ end: End) {
        state.withLock { state in
            if state.end == nil { state.end = end }
            resume(&state)
        }
    }

    // MARK: The connection's side, on its thread

    /// Fills the buffer; suspends the connection when there is nothing to send.
    /// - Returns: the bytes written, or one of the library's codes for the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (count, writer) = state.withLock { state -> (Int, CheckedContinuation<Void, any Error>?) in
            if case .broken? = state.end { return (Int(flotilla_mhd_end_with_error), nil) }
            var count = 0
            var taken = 0
            while count < buffer.count, taken < state.chunks.count {
                let rest = state.chunks[taken][state.sent...].prefix(buffer.count - count)
                buffer[count...].copyBytes(from: rest)
                count += rest.count
                state.sent += rest.count
                if state.sent == state.chunks[taken].count {
                    taken += 1
                    state.sent = 0
                }
            }
            state.chunks.removeFirst(taken)
            state.buffered -= count
            if count == 0 {
                if state.end != nil { return (Int(flotilla_mhd_end_of_stream), nil) }
                MHD_suspend_connection(connection)
                state.isSuspended = true
                state.silentSince = .now
            }
            return (count, state.buffered <= Self.highWater ? state.writer.take() : nil)
        }
        writer?.resume()
        return count
    }

    /// The connection is done with this body, at its end or before.
    func close() {
        stop(.broken)
        onEnd()
    }

    // MARK: From outside

    /// Ends the body: as complete when it is open-ended and its chunks were all sent, else visibly broken off.
    func abort() {
        stop(stream.isOpenEnded ? .complete : .broken)
    }

    /// The reader has left: nothing more will be sent.
    func readerLeft() { stop(.broken) }

    /// Sends the heartbeat when the stream has been silent for its interval.
    func beat(now: ContinuousClock.Instant) {
        guard let heartbeat = stream.heartbeat else { return }
        state.withLock { state in
            guard state.isSuspended, state.end == nil, state.silentSince + heartbeat.interval <= now else { return }
            state.chunks.append(heartbeat.bytes)
            state.buffered += heartbeat.bytes.count
            resume(&state)
        }
    }

    private func stop(_ end: End) {
        let (task, writer) = state.withLock { state in
            if state.end == nil { state.end = end }
            resume(&state)
            return (state.task, state.writer.take())
        }
        task?.cancel()
        writer?.resume(throwing: CancellationError())
    }

    private func resume(_ state: inout State) {
        guard state.isSuspended else { return }
        state.isSuspended = false
        MHD_resume_connection(connection)
    }
}
