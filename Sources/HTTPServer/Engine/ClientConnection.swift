import Glibc
import Reactor
import Synchronization

/// One TCP connection, from its start to its close.
///
/// The library times out what makes no progress; the deadlines and rates here end what makes too little. They are
/// enforced by shutting the socket down, upon which the library's thread closes the connection in its own way.
final class ClientConnection: Sendable {
    enum Phase: Sendable {
        /// Between requests, or before the first.
        case idle
        case header
        case body
        /// A handler runs, which has a limit of its own.
        case handling
        case sending
        case streaming
    }

    struct State {
        var phase = Phase.idle
        /// When the phase began.
        var since: ContinuousClock.Instant
        var deadline: ContinuousClock.Instant?
        /// Bytes of a body or an answer that got further, since when.
        var progress = 0
        var progressSince: ContinuousClock.Instant
        /// Bytes that the system had not got rid of when it was last asked.
        var unsent = 0
        var line: RequestLine?
        /// Grows with each change, so that the watch can recognise a connection that has stood still.
        var changes: UInt = 0
        /// What `changes` was when the client was last seen to have finished sending.
        var finishedAt: UInt?
        var exchange: Exchange?
        var isOpen = true
        /// Shut down from outside; the library has yet to close it.
        var isCut = false
        var lingers = false
        var random = FastRandom()

        mutating func enter(_ phase: Phase, _ deadline: ContinuousClock.Instant?) {
            self.phase = phase
            self.deadline = deadline
            since = .now
            progress = 0
            progressSince = since
            unsent = 0
            changes += 1
        }
    }

    // The library's, to be used on the connection's own thread, where it lives as long as this.
    nonisolated(unsafe) let handle: OpaquePointer
    let thread = pthread_self()
    let descriptor: Int32
    /// The peer's; nil for a socket that is neither IPv4 nor IPv6.
    let peer: IPAddress?
    /// Whether it came when the table of connections was full.
    let isSurplus: Bool
    let state: Mutex<State>

    init(
        handle: OpaquePointer, descriptor: Int32, peer: UnsafePointer<sockaddr>?, isSurplus: Bool,
        deadline: ContinuousClock.Instant
    ) {
        self.handle = handle
        self.descriptor = descriptor
        self.peer = peer.flatMap { IPAddress($0) }
        self.isSurplus = isSurplus
        let now = ContinuousClock.now
        state = Mutex(State(since: now, deadline: deadline, progressSince: now))
    }

    var phase: Phase { state.withLock { $0.phase } }
    var exchange: Exchange? { state.withLock { $0.exchange } }

    /// Whether the answer is sent before the client has sent its whole request, so that closing at once might cost the
    /// client the answer (RFC 9112, section 9.6).
    var lingers: Bool {
        get { state.withLock { $0.lingers } }
        set { state.withLock { $0.lingers = newValue } }
    }

    /// The request line has come.
    func begin(_ line: RequestLine, deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.enter(.header, deadline)
            state.line = line
        }
    }

    /// The header has come.
    func takeLine(deadline: ContinuousClock.Instant) -> (line: RequestLine?, random: FastRandom) {
        state.withLock { state in
            state.enter(.body, deadline)
            // Each request draws from a generator of its own; skipping ahead keeps them apart.
            let random = state.random
            for _ in 0..<5 { _ = state.random.next() }
            return (state.line.take(), random)
        }
    }

    func attach(_ exchange: Exchange) { state.withLock { $0.exchange = exchange } }

    func enter(_ phase: Phase, deadline: ContinuousClock.Instant?) {
        state.withLock { $0.enter(phase, deadline) }
    }

    /// So many bytes of the body have come, or of the answer been given to the system.
    func advance(_ bytes: Int) { state.withLock { $0.progress += bytes } }

    /// The request is over, one way or the other.
    func detach(deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.enter(.idle, deadline)
            state.exchange = nil
        }
    }

    /// The library closes the socket next: nothing may touch it any more.
    func close() {
        state.withLock { state in
            state.isOpen = false
            state.exchange = nil
        }
    }
}
