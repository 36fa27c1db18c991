import Reactor
import Synchronization

/// One connection to one server: commands in, replies out, in order. It lives on an event loop; callers on other threads
/// leave their requests in its inbox, and what gathers there while the loop is busy goes out in one write.
///
/// A caller that runs out of time is let go, and the connection is *suspect* until every answer that is overdue has come:
/// it refuses new commands at once, so that a frozen server costs one caller one time-out. When the first in line has not
/// been answered within its patience the connection is closed.
actor Connection {
    typealias Reply = Result<[RedisValue], RedisError>
    typealias Instant = ContinuousClock.Instant

    struct Request: Sendable {
        let bytes: [UInt8]
        let count: Int
        let deadline: Instant
        let patience: Instant
        let waiter: CheckedContinuation<Reply, Never>
    }

    struct Inbox: Sendable {
        var requests: [Request] = []
        var isScheduled = false
        /// Why no request is taken; nil when they are.
        var refusal: RedisError?
    }

    enum Phase {
        case idle, connecting, securing, open
        case closed(RedisError)
    }

    nonisolated let loop: EventLoop
    nonisolated let inbox = Mutex(Inbox())
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Called when the connection begins to refuse commands (with the reason) and when it takes them again (nil).
    let onRefusal: @Sendable (Connection, RedisError?) -> Void
    var phase = Phase.idle
    var socket: Socket?
    var tls: TLSSession?
    var isSuspect = false
    /// Set once the connection shall close as soon as nothing is under way.
    var retirement: RedisError?

    var pipeline = Pipeline<CheckedContinuation<Reply, Never>>()
    /// What is to be sent, before TLS.
    var output = OutputBuffer()
    /// What TLS made of it.
    var ciphertext = OutputBuffer()
    var wantsWritable = false
    let reader = ReplyReader()
    var space = [UInt8](repeating: 0, count: 32 * 1024)
    var plainSpace: [UInt8] = []

    var timer: (id: TimerID, at: Instant)?
    var opening: CheckedContinuation<Result<Void, RedisError>, Never>?
    var closing: [CheckedContinuation<RedisError, Never>] = []

    init(loop: EventLoop, onRefusal: @escaping @Sendable (Connection, RedisError?) -> Void = { _, _ in }) {
        self.loop = loop
        self.onRefusal = onRefusal
    }

    /// Whether requests are taken.
    nonisolated var isOpen: Bool { inbox.withLock { $0.refusal == nil } }

    /// Closes at once; what is under way fails.
    nonisolated func close(_ reason: RedisError) {
        loop.execute { self.assumeIsolated { $0.shut(reason) } }
    }

    /// Waits for the end and says why it came.
    func closed() async -> RedisError {
        if case .closed(let reason) = phase { return reason }
        return await withCheckedContinuation { closing.append($0) }
    }

    /// Refuses further requests, and those in the inbox that were not looked at yet.
    func refuse(_ reason: RedisError) {
        let unseen = inbox.withLock { inbox in
            inbox.refusal = reason.whileDown
            defer { inbox.requests = [] }
            return inbox.requests
        }
        // First, so that a caller who sees its request fail also sees the client down.
        onRefusal(self, reason)
        for request in unseen { request.waiter.resume(returning: .failure(reason.whileDown)) }
    }

    func shut(_ reason: RedisError) {
        if case .closed = phase { return }
        phase = .closed(reason)
        if let socket { loop.unwatch(socket.descriptor) }
        socket = nil
        tls = nil
        if let timer { loop.cancel(timer.id) }
        timer = nil
        refuse(reason)
        let lost = RedisError.connectionLost(reason.debugDescription, reason.cause)
        for entry in pipeline.removeAll() {
            let wasSent = entry.position < output.consumed
            entry.waiter?.resume(returning: .failure(wasSent ? lost : reason.whileDown))
        }
        opening?.resume(returning: .failure(reason))
        opening = nil
        for waiter in closing { waiter.resume(returning: reason) }
        closing = []
    }
}
