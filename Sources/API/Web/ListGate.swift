import Foundation
import HTTPServer
import Postgres
import Reactor
import Synchronization

/// Lets lists at the database: a few at once, of one tenant fewer, and in turn by tenant, so that who reads much delays
/// the others by one list at most.
final class ListGate: Sendable {
    private typealias Queue = FairQueue<CheckedContinuation<Bool, Never>>

    private struct State {
        var queue: Queue
        var running: [String: Int] = [:]
        var total = 0
    }

    private let atOnce: Int
    private let perTenant: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - atOnce: lists that the database works on.
    ///   - perTenant: those of one tenant.
    ///   - waiting: lists of one tenant that may wait beside those.
    init(atOnce: Int = 4, perTenant: Int = 2, waiting: Int = 64) {
        self.atOnce = atOnce
        self.perTenant = perTenant
        state = Mutex(State(queue: Queue(perFlow: waiting, total: 1024)))
    }

    /// - Throws: `Problem`: 429 for a tenant with too many lists under way, 503 for a list that takes too long; whatever
    ///   the body throws.
    func run<Value>(for tenant: UUID, _ body: () async throws -> Value) async throws -> Value {
        let name = tenant.uuidString
        guard await enter(name) else {
            throw Problem(
                .tooManyRequests, detail: "Too many lists of this account are being read. Ask for fewer at a time.",
                headers: ["Retry-After": "1"])
        }
        defer { leave(name) }
        do {
            return try await body()
        } catch let error as PostgresError where error.sqlState == "57014" {
            throw Problem.unavailable(
                "The list takes too long. Narrow it: a shorter time, a kind, a smaller limit.", retryAfter: 5)
        }
    }

    /// - Returns: false when it is refused.
    private func enter(_ tenant: String) async -> Bool {
        await withCheckedContinuation { waiter in
            var refused: CheckedContinuation<Bool, Never>?
            let mayRun = state.withLock { state in
                let running = state.running[tenant] ?? 0
                if state.total < atOnce, running < perTenant {
                    Self.begin(tenant, &state)
                    return true
                }
                switch state.queue.add(waiter, to: Queue.Flow(group: tenant)) {
                case .queued(_, let evicted): refused = evicted
                case .refused: refused = waiter
                }
                return false
            }
            if mayRun { waiter.resume(returning: true) }
            refused?.resume(returning: false)
        }
    }

    private func leave(_ tenant: String) {
        let next = state.withLock { state in
            state.total -= 1
            let running = (state.running[tenant] ?? 1) - 1
            state.running[tenant] = running > 0 ? running : nil
            let counts = state.running
            guard let next = state.queue.next(where: { (counts[$0.group] ?? 0) < perTenant }) else {
                return nil as CheckedContinuation<Bool, Never>?
            }
            Self.begin(next.flow.group, &state)
            return next.element
        }
        next?.resume(returning: true)
    }

    private static func begin(_ tenant: String, _ state: inout State) {
        state.total += 1
        state.running[tenant, default: 0] += 1
    }
}
