import CLinux
import Glibc
import Reactor
import Synchronization

/// Messages between two processes over a pair of sockets: frames of bytes, in order, without loss while both live.
///
/// Sending never blocks: frames gather in one buffer, which the loop writes out, so that frames sent in a row share
/// a system call. What comes in is handed to the handler on the loop, all frames of one read at a time.
public final class FrameChannel: @unchecked Sendable {
    // Sendable by confinement: `decoder`, `sending`, `sent`, `isWaitingToWrite` and `drainers` are touched on the loop
    // alone; `outbox` is behind its mutex; the rest never changes.

    public enum Event: Sendable {
        /// One or more frames, in the order in which they were sent.
        case frames([[UInt8]])
        /// The last event: nil when the other end or this one closed, else what went wrong.
        case closed(FrameChannelError?)
    }

    struct Outbox {
        var bytes: [UInt8] = []
        /// Of `bytes` and of what the loop is writing.
        var queuedBytes = 0
        var isFlushing = false
        var isClosed = false
    }

    public let maximumFrameBytes: Int
    let loop: EventLoop
    private let maximumQueuedBytes: Int
    private let socket: DescriptorHandle
    private let handler: @Sendable (Event) -> Void
    let outbox = Mutex(Outbox())

    private var decoder: FrameDecoder
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)
    private var sending: [UInt8] = []
    private var sent = 0
    private var isWaitingToWrite = false
    var drainers: [Int: CheckedContinuation<Bool, Never>] = [:]
    var nextDrainer = 0

    /// Takes over one end of a pair of sockets.
    /// - Parameters:
    ///   - maximumFrameBytes: a larger frame is not sent, and closes the channel when it comes in.
    ///   - maximumQueuedBytes: once this much waits, further frames are refused. One frame may pass the bound.
    ///   - handler: called on the loop; `.closed` comes once and last.
    public init(
        taking socket: DescriptorHandle, maximumFrameBytes: Int = 16 << 20, maximumQueuedBytes: Int = 16 << 20,
        on loop: EventLoop, handler: @escaping @Sendable (Event) -> Void
    ) {
        self.socket = socket
        self.loop = loop
        self.maximumFrameBytes = min(maximumFrameBytes, Int(UInt32.max))
        self.maximumQueuedBytes = maximumQueuedBytes
        self.handler = handler
        decoder = FrameDecoder(maximumFrameBytes: self.maximumFrameBytes)
        _ = flotilla_set_nonblocking(socket.number)
        loop.execute { [self] in
            if outbox.withLock({ $0.isClosed }) { return }
            loop.watch(socket.number, for: .readable) { self.handle($0) }
        }
    }

    deinit { input.deallocate() }

    /// A channel, and the end for a child: pass its number to `ChildProcess.spawn`, then close it here.
    public static func pair(
        maximumFrameBytes: Int = 16 << 20, maximumQueuedBytes: Int = 16 << 20, on loop: EventLoop,
        handler: @escaping @Sendable (Event) -> Void
    ) throws(SystemError) -> (channel: FrameChannel, childEnd: DescriptorHandle) {
        let (near, far) = try DescriptorHandle.socketPair()
        let channel = FrameChannel(
            taking: near, maximumFrameBytes: maximumFrameBytes, maximumQueuedBytes: maximumQueuedBytes, on: loop,
            handler: handler)
        return (channel, far)
    }

    // MARK: From any thread

    /// Bytes that wait to be sent, headers included.
    public var queuedBytes: Int { outbox.withLock { $0.queuedBytes } }

    public func send(_ frame: [UInt8]) throws(FrameChannelError) {
        try send([frame])
    }

    /// Takes all of the frames or none.
    public func send(_ frames: [[UInt8]]) throws(FrameChannelError) {
        if let large = frames.first(where: { $0.count > maximumFrameBytes }) { throw .tooLarge(bytes: large.count) }
        let refusal = outbox.withLock { outbox -> (error: FrameChannelError?, mustFlush: Bool) in
            if outbox.isClosed { return (.closed, false) }
            if outbox.queuedBytes >= maximumQueuedBytes { return (.full, false) }
            for frame in frames {
                withUnsafeBytes(of: UInt32(frame.count).littleEndian) { outbox.bytes.append(contentsOf: $0) }
                outbox.bytes.append(contentsOf: frame)
                outbox.queuedBytes += frame.count + FrameDecoder.headerBytes
            }
            defer { outbox.isFlushing = true }
            return (nil, !outbox.isFlushing)
        }
        if let error = refusal.error { throw error }
        if refusal.mustFlush { loop.execute { self.flush() } }
    }

    /// Closes at once; what is still queued is lost. See `drain(within:)`.
    public func close() {
        loop.execute { self.end(nil) }
    }

    // MARK: On the loop

    private func handle(_ readiness: EventLoop.Readiness) {
        if readiness.contains(.writable) { flush() }
        // A hang-up is known by reading to the end, since frames may lie before it.
        if readiness.contains(.readable) || readiness.contains(.closed) { receive() }
    }

    private func receive() {
        // Bounded, so that a fast sender does not keep the loop from its other work.
        for _ in 0..<8 {
            let descriptor = socket.number
            guard descriptor >= 0 else { return }
            let count = recv(descriptor, input.baseAddress, input.count, Int32(MSG_DONTWAIT))
            if count == 0 { return end(nil) }
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { return }
                return end(errno == ECONNRESET ? nil : .system(SystemError.last("recv")))
            }
            do throws(FrameChannelError) {
                let frames = try decoder.decode(UnsafeRawBufferPointer(rebasing: input[..<count]))
                if !frames.isEmpty { handler(.frames(frames)) }
            } catch {
                return end(error)
            }
            if count < input.count { return }
        }
    }

    private func flush() {
        while socket.number >= 0 {
            if sent == sending.count, !takeOutbox() { return }
            let count = sending.withUnsafeBytes { bytes in
                Glibc.send(
                    socket.number, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count >= 0 {
                sent += count
                outbox.withLock { $0.queuedBytes -= count }
            } else if errno == EAGAIN {
                return waitToWrite(true)
            } else if errno != EINTR {
                let isGone = errno == EPIPE || errno == ECONNRESET
                // What the other end sent before it closed is still to be read, and then its end.
                return isGone ? receive() : end(.system(SystemError.last("send")))
            }
        }
    }

    /// Returns false when nothing waits to be sent.
    private func takeOutbox() -> Bool {
        sending.removeAll(keepingCapacity: sending.capacity <= 1 << 20)
        sent = 0
        let isEmpty = outbox.withLock { outbox in
            swap(&outbox.bytes, &sending)
            outbox.isFlushing = !sending.isEmpty
            return sending.isEmpty
        }
        if isEmpty {
            waitToWrite(false)
            finishDrainers(true)
        }
        return !isEmpty
    }

    private func waitToWrite(_ isWaiting: Bool) {
        guard isWaitingToWrite != isWaiting else { return }
        isWaitingToWrite = isWaiting
        loop.rewatch(socket.number, for: isWaiting ? [.readable, .writable] : .readable)
    }

    private func end(_ error: FrameChannelError?) {
        let isFirst = outbox.withLock { outbox in
            defer { outbox = Outbox(isFlushing: true, isClosed: true) }
            return !outbox.isClosed
        }
        guard isFirst else { return }
        loop.unwatch(socket.number)
        // A copy of the descriptor elsewhere must not keep the other end waiting.
        shutdown(socket.number, Int32(SHUT_RDWR))
        socket.close()
        finishDrainers(false)
        handler(.closed(error))
    }
}
