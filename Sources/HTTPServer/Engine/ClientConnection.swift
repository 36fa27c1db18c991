import Glibc
import Reactor
import Synchronization

/// One TCP connection, from its start to its close.
///
/// The library times out what makes no progress; the deadlines here end what makes too little. They are enforced by
/// shutting the socket down, upon which the library's thread closes the connection in its own way.
final class ClientConnection: Sendable {
    enum Phase: Sendable {
        /// Between requests, or before the first.
        case idle
        case header
        case body
        /// A handler runs, which has a limit of its own.
        case handling
        case sending
    }

    private struct State {
        var phase = Phase.idle
        var deadline: ContinuousClock.Instant?
        var target: RequestTarget?
        /// Where the target ended in the library's buffer, as a number to compare with.
        var targetEnd: UInt = 0
        /// Grows with each change, so that the watch can tell a connection that has stood still.
        var changes: UInt = 0
        /// What `changes` was when the client was last seen to have finished sending.
        var finishedAt: UInt?
        var exchange: Exchange?
        var isOpen = true
        var random = FastRandom()

        mutating func enter(_ phase: Phase, _ deadline: ContinuousClock.Instant?) {
            self.phase = phase
            self.deadline = deadline
            changes += 1
        }
    }

    let descriptor: Int32
    /// The peer's; nil for a socket that is neither IPv4 nor IPv6.
    let peer: IPAddress?
    private let state: Mutex<State>

    init(descriptor: Int32, peer: UnsafePointer<sockaddr>?, deadline: ContinuousClock.Instant) {
        self.descriptor = descriptor
        self.peer = peer.flatMap { IPAddress($0) }
        state = Mutex(State(deadline: deadline))
    }

    var exchange: Exchange? { state.withLock { $0.exchange } }

    /// The request line has come. `nil` is a target that must be refused.
    func begin(_ target: RequestTarget?, end: UInt, deadline: ContinuousClock.Instant) {
        state.withLock { state in
            state.enter(.header, deadline)
            state.target = target
            state.targetEnd = end
        }
    }

    /// The header has come.
    func takeTarget(deadline: ContinuousClock.Instant) -> (target: RequestTarget?, end: UInt, random: FastRandom) {
        state.withLock { state in
            state.enter(.body, deadline)
            // Each request draws from a generator of its own; skipping ahead keeps them apart.
            let random = state.random
            for _ in 0..<5 { _ = state.random.next() }
            return (state.target.take(), state.targetEnd, random)
        }
    }

    func attach(_ exchange: Exchange) { state.withLock { $0.exchange = exchange } }

    func enter(_ phase: Phase, deadline: ContinuousClock.Instant?) {
        state.withLock { $0.enter(phase, deadline) }
    }

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

    // MARK: From the watch

    /// Shuts the connection down when its deadline has passed; a client that was too slow with its request is told.
    func enforceDeadline(now: ContinuousClock.Instant) {
        state.withLock { state in
            guard state.isOpen, let deadline = state.deadline, deadline <= now else { return }
            state.deadline = nil
            if state.phase == .header || state.phase == .body {
                // The library writes nothing before the request is complete, so this cannot mix with an answer.
                let answer = Self.timeoutAnswer
                send(descriptor, answer, answer.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Ends the connection when the client finished sending in the middle of a request or between two, and nothing
    /// has happened since the last time that this was asked. The library misses the end when it comes in one packet
    /// with bytes before it.
    func endIfFinished() {
        state.withLock { state in
            guard state.isOpen, state.phase == .idle || state.phase == .header || state.phase == .body else { return }
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0 else { return }
            if state.finishedAt == state.changes { shutdown(descriptor, Int32(SHUT_RDWR)) }
            state.finishedAt = state.changes
        }
    }

    /// Ends the connection unless a request is under way. Requests that have arrived already are still answered.
    func endIfIdle() {
        state.withLock { state in
            guard state.isOpen, state.phase == .idle else { return }
            shutdown(descriptor, Int32(SHUT_RD))
        }
    }

    private static let timeoutAnswer: [UInt8] = {
        let body = JSONValue.object([
            "type": .string("about:blank"), "title": .string(HTTPStatus.requestTimeout.reason),
            "status": .number(JSONNumber(408)),
        ]).serialized()
        let header =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        return Array(header.utf8) + body
    }()
}
