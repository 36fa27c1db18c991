import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// A queue as callers see it.
struct QueueView: Encodable, Sendable {
    let name: QueueName
    let paused: Bool
    let pausedKinds: [JobKind]
    /// These four are nil when the dispatcher does not answer.
    let ready: Int?
    let running: Int?
    let scheduled: Int?
    let tenants: Int?
    let oldestReadyAt: Date?
    /// What a list does not show.
    @OmittedWhenNil var limits: LimitsView?
    @OmittedWhenNil var declared: LimitsView?
    @OmittedWhenNil var atLimit: AtLimit?

    /// - Parameter limits: all of the queue's; nil in a list.
    init(
        _ name: QueueName, stats: QueueStats?, oldest: Date?, rules: [LimitRule], limits: QueueLimitsRead? = nil
    ) {
        self.name = name
        let paused = rules.filter { $0.isPaused == true }.map(\.target)
        self.paused = paused.contains { $0.scope == .queue }
        pausedKinds = paused.filter { $0.scope == .kind }.compactMap(\.kind)
        ready = stats?.ready
        running = stats?.leased
        scheduled = stats?.due
        tenants = stats?.tenants
        oldestReadyAt = oldest
        self.limits = limits.map { _ in LimitsView(rules) }
        declared = limits.map { LimitsView($0.declared) }
        atLimit = limits.map { AtLimit(usages: $0.usage?.map { Usage($0) }) }
    }

    /// The limits that hold jobs back just now; `null` when the dispatcher does not answer.
    struct AtLimit: Encodable, Sendable {
        let usages: [Usage]?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let usages { try container.encode(usages) } else { try container.encodeNil() }
        }
    }

    /// How far a limit is used up.
    struct Usage: Encodable, Sendable {
        let scope: LimitScope
        let kind: JobKind?
        let subject: String?
        let running: Int
        let limit: Int?
        let waitingLines: Int

        init(_ usage: LimitUsage) {
            scope = usage.scope
            kind = usage.kind
            subject = usage.subject
            running = usage.running
            limit = usage.limit
            waitingLines = usage.waiting
        }
    }
}

/// What was read of a queue's limits, beside the rules of operators.
struct QueueLimitsRead: Sendable {
    /// By the programs of its kinds.
    let declared: [LimitRule]
    /// nil when the dispatcher does not answer.
    let usage: [LimitUsage]?
}

extension QueueView.AtLimit: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.schema(of: [QueueView.Usage]?.self)
    }
}
