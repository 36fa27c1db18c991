import Foundation
import HTTPServer
import Jobs
import Storage

/// A rule as the list of all shows it.
struct LimitView: Encodable, Sendable {
    let queue: QueueName
    let scope: LimitScope
    /// nil: jobs of every kind.
    let kind: JobKind?
    /// The tenant or the limit key that is meant; nil: each of them.
    let subject: String?
    /// Jobs at once; −1 for no limit whatever a wider rule says, nil where the rule does not speak of it.
    let running: Int?
    let startsPerSecond: Double?
    let burst: Int?
    let weight: Double?
    let paused: Bool?
    let setBy: SetRule.Origin
    let changedAt: Date?
    /// Where jobs wait because of it; nil when the dispatcher does not answer.
    let usage: [Usage]?

    /// - Parameter usages: of the limits of the queue that hold jobs back.
    init(_ set: SetRule, usages: [LimitUsage]?) {
        let target = set.rule.target
        queue = set.queue
        scope = target.scope
        kind = target.kind
        subject = target.subject
        running = set.rule.running
        startsPerSecond = set.rule.rate
        burst = set.rule.burst
        weight = set.rule.weight
        paused = set.rule.isPaused
        setBy = set.origin
        changedAt = set.changedAt
        usage = usages.map { usages in
            usages.filter {
                $0.scope == target.scope && $0.kind == target.kind
                    && (target.subject == nil || Self.subject(of: target) == $0.subject)
            }.map { Usage($0) }
        }
    }

    /// As the dispatcher names it: a tenant, or the lane of a limit key, which never leaves the store.
    private static func subject(of target: LimitRule.Target) -> String? {
        guard target.scope == .key, let kind = target.kind else { return target.subject }
        return Lane(kind: kind, limitKey: target.subject).name
    }

    /// How far a limit is used up.
    struct Usage: Encodable, Sendable {
        let subject: String?
        let running: Int
        let limit: Int?
        let waitingLines: Int

        init(_ usage: LimitUsage) {
            subject = usage.subject
            running = usage.running
            limit = usage.limit
            waitingLines = usage.waiting
        }
    }
}
