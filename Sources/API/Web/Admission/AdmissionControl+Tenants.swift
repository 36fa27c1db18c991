import Foundation
import HTTPServer
import Jobs
import Storage

/// A tenant's jobs in one queue, or in all.
struct TenantKey: Hashable {
    let tenant: UUID
    var queue: QueueName?
}

/// The open jobs of a tenant, as the database counted them last.
struct TenantCount {
    var gauge = RunningCount()
    var readAt: ContinuousClock.Instant
    var isRead = false
    /// Counting many takes the database a while: it is asked for a twentieth of the time at most.
    var pause = Duration.seconds(1)
}

extension AdmissionControl {
    /// A count is good for a second; meanwhile what this process adds is added to it. Of several requests one counts,
    /// and the others take the last count when there is one.
    func count(_ tenant: TenantKey) async throws {
        let most = tenant.queue == nil ? (perTenant ?? 0) + 1 : perQueue / 2 + 1
        let now = ContinuousClock.now
        let asking: Int? = state.withLock { state in
            guard let entry = state.tenants[tenant], entry.isRead else {
                if state.tenants[tenant] == nil { state.tenants[tenant] = TenantCount(readAt: now) }
                return state.tenants[tenant]?.gauge.asking()
            }
            guard now - entry.readAt >= entry.pause else { return nil }
            state.tenants[tenant]?.readAt = now
            return entry.gauge.asking()
        }
        guard let asking else { return }
        let open = try await store.openJobs(of: tenant.tenant, in: tenant.queue, atMost: most)
        let time = ContinuousClock.now - now
        state.withLock { state in
            state.tenants[tenant]?.gauge.update(open, asking: asking)
            state.tenants[tenant]?.isRead = true
            state.tenants[tenant]?.pause = max(.seconds(1), time * 20)
        }
    }

    static func isFull(_ queue: QueueName, open: Int, limit: Int, isOperator: Bool) -> Problem {
        guard isOperator else {
            return .unavailable(
                "The queue \(queue) is full; nothing of this was accepted. Send it again a little later.", retryAfter: 5
            )
        }
        return Problem(
            .serviceUnavailable,
            detail:
                "The queue \(queue) has \(open) open jobs and may have \(limit); nothing of this was accepted. Send "
                + "it again when its workers have caught up; more workers for this queue help.",
            extensions: ["queue": .string(queue.rawValue), "open": .integer(open), "limit": .integer(limit)],
            headers: ["Retry-After": "5"])
    }

    static func hasItsShare(of queue: QueueName) -> Problem {
        Problem(
            .tooManyRequests,
            detail:
                "The tenant has its share of the queue \(queue) waiting; nothing of this was accepted. Send it again when "
                + "some of its jobs have ended.",
            extensions: ["queue": .string(queue.rawValue)], headers: ["Retry-After": "5"])
    }

    static func hasTooMany(open: Int, limit: Int) -> Problem {
        Problem(
            .tooManyRequests,
            detail:
                "The tenant has \(open) open jobs and may have \(limit); nothing of this was accepted. Send it again "
                + "when some of them have ended.",
            extensions: ["open": .integer(open), "limit": .integer(limit)], headers: ["Retry-After": "5"])
    }
}
