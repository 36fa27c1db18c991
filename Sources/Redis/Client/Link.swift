import Reactor
import Synchronization

/// Where commands go at the moment: the one thing that callers, the supervisor and those who watch the status share.
final class Link: Sendable {
    struct Target: Sendable {
        let connection: Connection
        let endpoint: RedisEndpoint
        let server: RedisServer
    }

    private typealias Waiter = CheckedContinuation<Result<Target, RedisError>, Never>

    private enum Phase {
        /// Before the first attempt to connect has ended: the only time that a caller waits for a connection.
        case starting
        case up(Target, refusal: RedisError?)
        case down(RedisError)
    }

    private struct State {
        var phase = Phase.starting
        var isClosed = false
        var waiters: [UInt64: Waiter] = [:]
        var listeners: [UInt64: AsyncStream<RedisStatus>.Continuation] = [:]
        var nextID: UInt64 = 0

        var status: RedisStatus? {
            switch phase {
            case .starting: nil
            case .up(let target, let refusal): refusal.map { .down($0) } ?? .up(target.server)
            case .down(let error): .down(error)
            }
        }

        mutating func makeID() -> UInt64 {
            nextID += 1
            return nextID
        }
    }

    private let loop: EventLoop
    private let state = Mutex(State())

    init(loop: EventLoop) { self.loop = loop }

    // MARK: For callers

    /// The connection, or why there is none; waits only while the very first attempt to connect is under way.
    func target(until deadline: ContinuousClock.Instant) async throws(RedisError) -> Target {
        if let known = state.withLock({ Self.known($0) }) { return try known.get() }
        return try await withCheckedContinuation { waiter in
            let (known, id) = state.withLock { state -> (Result<Target, RedisError>?, UInt64) in
                if let known = Self.known(state) { return (known, 0) }
                let id = state.makeID()
                state.waiters[id] = waiter
                return (nil, id)
            }
            if let known { return waiter.resume(returning: known) }
            loop.execute { [self] in
                loop.schedule(after: ContinuousClock.now.duration(to: deadline)) { [weak self] in
                    let waiter = self?.state.withLock { $0.waiters.removeValue(forKey: id) }
                    waiter?.resume(returning: .failure(.unavailable("not connected yet")))
                }
            }
        }.get()
    }

    var status: RedisStatus? { state.withLock { $0.status } }

    /// Every change from now on, after the present state.
    func changes() -> AsyncStream<RedisStatus> {
        AsyncStream(bufferingPolicy: .bufferingNewest(64)) { listener in
            let id = state.withLock { state -> UInt64 in
                let id = state.makeID()
                state.listeners[id] = listener
                if let status = state.status { listener.yield(status) }
                if state.isClosed { listener.finish() }
                return id
            }
            listener.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
            }
        }
    }

    // MARK: For the supervisor

    func goUp(_ target: Target) { change { $0 = .up(target, refusal: nil) } }

    func goDown(_ error: RedisError) { change { $0 = .down(error) } }

    /// A connection refuses commands, or with nil takes them again.
    func note(_ connection: Connection, refuses reason: RedisError?) {
        change { phase in
            guard case .up(let target, _) = phase, target.connection === connection else { return }
            phase = .up(target, refusal: reason)
        }
    }

    /// Down for good.
    func close(_ error: RedisError) {
        change(isLast: true) { $0 = .down(error) }
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }

    private func change(isLast: Bool = false, _ body: (inout Phase) -> Void) {
        let (waiters, result) = state.withLock { state -> ([Waiter], Result<Target, RedisError>?) in
            guard !state.isClosed else { return ([], nil) }
            state.isClosed = isLast
            let before = state.status
            body(&state.phase)
            if let status = state.status, status != before {
                // Under the lock, so that listeners see changes in the order in which they happened.
                for listener in state.listeners.values { listener.yield(status) }
            }
            guard let known = Self.known(state) else { return ([], nil) }
            defer { state.waiters = [:] }
            return (Array(state.waiters.values), known)
        }
        guard let result else { return }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    private static func known(_ state: State) -> Result<Target, RedisError>? {
        switch state.phase {
        case .starting: nil
        case .up(let target, _): .success(target)
        case .down(let error): .failure(error.whileDown)
        }
    }
}
