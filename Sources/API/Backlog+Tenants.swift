import Foundation
import HTTPServer
import Jobs
import Storage

/// The open jobs of a tenant, as the database counted them last.
struct TenantCount {
    var gauge = RunningCount()
    var readAt: ContinuousClock.Instant
    var isRead = false
}

extension Backlog {
    /// A count is good for a second; meanwhile what this process adds is added to it. Of several requests one counts,
    /// and the others take the last count when there is one.
    func count(_ tenant: UUID) async throws {
        guard let perTenant else { return }
        let now = ContinuousClock.now
        let asking: Int? = state.withLock { state in
            guard let entry = state.tenants[tenant], entry.isRead else {
                if state.tenants[tenant] == nil { state.tenants[tenant] = TenantCount(readAt: now) }
                return state.tenants[tenant]?.gauge.asking()
            }
            guard now - entry.readAt >= .seconds(1) else { return nil }
            state.tenants[tenant]?.readAt = now
            return entry.gauge.asking()
        }
        guard let asking else { return }
        let open = try await store.openJobs(of: tenant, atMost: perTenant + 1)
        state.withLock { state in
            state.tenants[tenant]?.gauge.told(open, asking: asking)
            state.tenants[tenant]?.isRead = true
        }
    }

    static func isFull(_ queue: QueueName, open: Int, limit: Int) -> Problem {
        Problem(
            .serviceUnavailable,
            detail:
                "The queue \(queue) has \(open) open jobs and may have \(limit); nothing of this was accepted. Send "
                + "it again when its workers have caught up; more workers for this queue help.",
            extensions: ["queue": .string(queue.rawValue), "open": .integer(open), "limit": .integer(limit)],
            headers: ["Retry-After": "5"])
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
