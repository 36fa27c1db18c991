public import Reactor
import Synchronization

/// Looks names up with the system's resolver, each on a thread of its own: `getaddrinfo` blocks and cannot be ended.
///
/// One look-up serves all who ask for the same name meanwhile. Nothing is kept: an answer is as old as the question.
public final class HostResolver: Sendable {
    private struct LookUp {
        var waiters: [UInt64: CheckedContinuation<[IPAddress], any Error>] = [:]
        var isRunning = false
    }

    private struct State {
        var lookUps: [String: LookUp] = [:]
        /// Names that wait for a thread, the oldest first.
        var queue: [String] = []
        var running = 0
        var lastWaiter: UInt64 = 0
    }

    private let state = Mutex(State())
    private let threads: Int
    private let lookUp: @Sendable (String) -> [IPAddress]

    /// - Parameters:
    ///   - threads: look-ups at once. A name server that is silent keeps one for the time that resolv.conf says.
    ///   - lookUp: all addresses of a name, none when it has none; may block.
    public init(
        threads: Int = 64, lookUp: @escaping @Sendable (String) -> [IPAddress] = { SystemResolver.addresses(of: $0) }
    ) {
        self.threads = max(1, threads)
        self.lookUp = lookUp
    }

    /// All addresses of a name, in the order in which to try them (RFC 6724).
    /// - Throws: `cannotResolve`, `connectTimedOut` at the deadline, `cancelled`; nothing was sent.
    public func addresses(
        of name: String, until deadline: ContinuousClock.Instant
    ) async throws(HTTPClientError) -> [IPAddress] {
        let found = try await HTTPClientError.only {
            try await withThrowingTaskGroup(of: [IPAddress].self) { group in
                group.addTask { try await self.wait(for: name) }
                group.addTask {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    throw HTTPClientError(.connectTimedOut)
                }
                defer { group.cancelAll() }
                return try await group.next() ?? []
            }
        }
        guard !found.isEmpty else { throw HTTPClientError(.cannotResolve) }
        return found
    }

    private func wait(for name: String) async throws -> [IPAddress] {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                // Read under the lock: a cancellation before it is seen here, a later one finds the waiter.
                let isCancelled = state.withLock { state in
                    guard !Task.isCancelled else { return true }
                    state.lookUps[name, default: LookUp()].waiters[number] = waiter
                    if state.lookUps[name]?.waiters.count == 1, state.lookUps[name]?.isRunning == false {
                        state.queue.append(name)
                    }
                    return false
                }
                if isCancelled { waiter.resume(throwing: HTTPClientError(.cancelled)) }
                startWaiting()
            }
        } onCancel: {
            leave(name, number)
        }
    }

    private func leave(_ name: String, _ number: UInt64) {
        let waiter = state.withLock { state in
            let waiter = state.lookUps[name]?.waiters.removeValue(forKey: number)
            if let lookUp = state.lookUps[name], lookUp.waiters.isEmpty, !lookUp.isRunning {
                state.lookUps[name] = nil
                state.queue.removeAll { $0 == name }
            }
            return waiter
        }
        waiter?.resume(throwing: HTTPClientError(.cancelled))
    }

    private func startWaiting() {
        let names = state.withLock { state in
            let names = Array(state.queue.prefix(max(0, threads - state.running)))
            state.queue.removeFirst(names.count)
            state.running += names.count
            for name in names { state.lookUps[name]?.isRunning = true }
            return names
        }
        for name in names {
            startThread(named: "resolver") { [self] in
                let addresses = lookUp(name)
                let waiters = state.withLock { state in
                    state.running -= 1
                    return state.lookUps.removeValue(forKey: name)?.waiters ?? [:]
                }
                for waiter in waiters.values { waiter.resume(returning: addresses) }
                startWaiting()
            }
        }
    }
}
