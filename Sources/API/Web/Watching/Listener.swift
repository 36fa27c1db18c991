import Foundation
import HTTPServer
import Synchronization

/// One open event stream: what it is to be sent waits here, as much as there is room for. A reader that stays behind
/// that is cut off, and may come back with the id of the last event that it got.
final class Listener: Sendable {
    /// Of events that wait, in bytes. The last ones of a stream come beyond it.
    static let room = 256 << 10
    /// Handed to the connection at once.
    private static let piece = 16 << 10

    fileprivate struct State {
        var waiting: [[UInt8]] = []
        /// Of the first of `waiting`, what was handed over.
        var sent = 0
        var bytes = 0
        var isEnded = false
        var isCut = false
        /// Bytes of the piece that was handed over last, which the connection may still hold.
        var handed = 0
        var reader: CheckedContinuation<Void, Never>?
    }

    private let expiresAt: Date
    private let isRevoked: @Sendable () -> Bool
    private let unread: UnreadEvents
    let caller: Caller
    /// nil: a stream of its own.
    private let topic: EventTopic?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - caller: on whose account events wait.
    ///   - unread: where they are counted.
    ///   - expiresAt: when the token by which it was opened ends.
    ///   - isRevoked: whether that token counts no more.
    init(
        _ caller: Caller, _ unread: UnreadEvents, expiresAt: Date, isRevoked: @escaping @Sendable () -> Bool
    ) {
        self.caller = caller
        self.unread = unread
        self.expiresAt = expiresAt
        self.isRevoked = isRevoked
        topic = nil
    }

    /// One topic of a stream that has several: what it is sent goes to that stream, under the topic's name.
    init(_ topic: EventTopic) {
        caller = topic.stream.caller
        unread = topic.stream.unread
        expiresAt = topic.stream.expiresAt
        isRevoked = topic.stream.isRevoked
        self.topic = topic
    }

    /// Whether the token by which it was opened is good no more.
    func isOver(at now: Date) -> Bool { expiresAt <= now || isRevoked() }

    /// - Parameter isLast: nothing follows; sent whatever the room.
    /// - Returns: false when the listener is there no more.
    func push(_ events: [UInt8], isLast: Bool = false) -> Bool {
        if let topic {
            let wasEnded = state.withLock { state in
                defer { state.isEnded = state.isEnded || isLast }
                return state.isEnded
            }
            // The other topics go on.
            return !wasEnded && topic.stream.push(topic.named(events)) && !isLast
        }
        unread.add(events.count, for: self)
        let (isTaken, isOpen) = append(events, isLast: isLast)
        if !isTaken { unread.remove(self) }
        return isOpen
    }

    /// - Returns: whether the events wait now, and whether more may come.
    private func append(_ events: [UInt8], isLast: Bool) -> (isTaken: Bool, isOpen: Bool) {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if state.isEnded { return (false, nil) }
            let isTooMuch = state.bytes + events.count > Self.room && !isLast
            if isTooMuch {
                state.isCut = true
                state.waiting = []
            } else if !events.isEmpty {
                state.waiting.append(events)
                state.bytes += events.count
            }
            state.isEnded = isTooMuch || isLast
            return (!isTooMuch, state.reader.take())
        }
        reader?.resume()
        return (isTaken, isTaken && !isLast)
    }

    /// The reader is cut off: what waits for it is dropped.
    func cut() {
        if let topic { return topic.stream.cut() }
        let reader = state.withLock { state in
            if !state.isEnded || !state.waiting.isEmpty { state.isCut = true }
            state.isEnded = true
            state.waiting = []
            return state.reader.take()
        }
        reader?.resume()
    }

    /// The reader is gone.
    func close() {
        if topic != nil { return state.withLock { $0.isEnded = true } }
        cut()
        unread.remove(self)
    }

    /// What was pushed is still sent.
    func end() {
        if let topic { topic.stream.end() } else { _ = push([], isLast: true) }
    }

    /// The next bytes; nil at the end.
    /// - Throws: `TooSlow` when the reader was cut off; `CancellationError` when it left.
    func next() async throws -> [UInt8]? {
        while true {
            try Task.checkCancellation()
            let (piece, isEnded, taken) = try state.withLock { state in
                if state.isCut { throw TooSlow() }
                let taken = state.handed
                let piece = state.takePiece(upTo: Self.piece)
                state.handed = piece?.count ?? 0
                return (piece, state.isEnded, taken)
            }
            if taken > 0 { unread.take(taken, by: self) }
            if let piece { return piece }
            if isEnded { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let mustReturn = state.withLock { state in
                        if !state.waiting.isEmpty || state.isEnded || Task.isCancelled { return true }
                        state.reader = continuation
                        return false
                    }
                    if mustReturn { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.reader.take() }?.resume()
            }
        }
    }

    /// The reader stayed too far behind.
    struct TooSlow: Error {}
}

extension Listener.State {
    fileprivate mutating func takePiece(upTo limit: Int) -> [UInt8]? {
        guard let first = waiting.first else { return nil }
        let piece = Array(first[sent...].prefix(limit))
        sent += piece.count
        bytes -= piece.count
        if sent == first.count {
            waiting.removeFirst()
            sent = 0
        }
        return piece
    }
}
