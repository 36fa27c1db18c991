import Foundation
import HTTPServer
import Jobs

/// A queue as callers see it.
enum QueueView {
    struct Parts {
        let name: QueueName
        /// nil when the dispatcher does not answer.
        let stats: QueueStats?
        let oldest: Date?
        let rules: [LimitRule]
        let told: [LimitRule]
        let usage: [LimitUsage]?
    }

    static func summary(_ parts: Parts) -> JSONValue { .object(JSONObject(members: members(parts))) }

    static func full(_ parts: Parts) -> JSONValue {
        .object(
            JSONObject(
                members:
                    members(parts) + [
                        ("limits", limits(parts.rules)), ("told", limits(parts.told)),
                        ("full", parts.usage.map { .array($0.map(usage)) } ?? .null),
                    ]))
    }

    private static func members(_ parts: Parts) -> [(String, JSONValue)] {
        let paused = parts.rules.filter { $0.isPaused == true }
        func count(_ path: KeyPath<QueueStats, Int>) -> JSONValue {
            parts.stats.map { .integer($0[keyPath: path]) } ?? .null
        }
        return [
            ("name", .string(parts.name.rawValue)), ("paused", .bool(paused.contains { $0.target.scope == .queue })),
            (
                "paused_kinds",
                .array(
                    paused.filter { $0.target.scope == .kind }.map { .string($0.target.kind?.rawValue ?? "") })
            ),
            ("ready", count(\.ready)), ("running", count(\.leased)), ("scheduled", count(\.due)),
            ("tenants", count(\.tenants)), ("oldest_ready_at", .date(parts.oldest)),
        ]
    }

    /// In the shape in which `PATCH` takes them.
    static func limits(_ rules: [LimitRule]) -> JSONValue {
        var members: [(String, JSONValue)] = []
        for rule in rules where rule.target.scope == .queue { members += own(rule) }
        members += shared(rules.filter { $0.target.kind == nil })
        let byKind = Dictionary(grouping: rules.filter { $0.target.kind != nil }) { $0.target.kind?.rawValue ?? "" }
        if !byKind.isEmpty {
            let kinds = byKind.sorted { $0.key < $1.key }.map { name, rules -> (String, JSONValue) in
                var members = rules.filter { $0.target.scope == .kind }.flatMap(own) + shared(rules)
                let keys = rules.filter { $0.target.scope == .key && $0.target.subject != nil }
                if !keys.isEmpty { members.append(("keys", named(keys))) }
                return (name, .object(JSONObject(members: members)))
            }
            members.append(("kinds", .object(JSONObject(members: kinds))))
        }
        return .object(JSONObject(members: members))
    }

    private static func shared(_ rules: [LimitRule]) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        for (scope, name) in [(LimitScope.tenant, "each_tenant"), (.key, "each_key")] {
            for rule in rules where rule.target.scope == scope && rule.target.subject == nil {
                members.append((name, .object(JSONObject(members: own(rule)))))
            }
        }
        let tenants = rules.filter { $0.target.scope == .tenant && $0.target.subject != nil }
        if !tenants.isEmpty { members.append(("tenants", named(tenants))) }
        return members
    }

    private static func named(_ rules: [LimitRule]) -> JSONValue {
        .object(JSONObject(members: rules.map { ($0.target.subject ?? "", .object(JSONObject(members: own($0)))) }))
    }

    private static func own(_ rule: LimitRule) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        if let running = rule.running {
            members.append(("running", running == LimitRule.unlimited ? .string("unlimited") : .integer(running)))
        }
        if let rate = rule.rate {
            let starts: JSONValue =
                rate == 0
                ? .string("unlimited")
                : .object([
                    "per_second": JSONNumber(rate).map { .number($0) } ?? .null, "burst": .integer(rule.burst ?? 1),
                ])
            members.append(("starts", starts))
        }
        if let weight = rule.weight { members.append(("weight", JSONNumber(weight).map { .number($0) } ?? .null)) }
        if let isPaused = rule.isPaused { members.append(("paused", .bool(isPaused))) }
        return members
    }

    private static func usage(_ usage: LimitUsage) -> JSONValue {
        .object([
            "scope": .string(usage.scope.rawValue), "kind": .text(usage.kind?.rawValue),
            "subject": .text(usage.subject), "running": .integer(usage.running),
            "limit": usage.limit.map { .integer($0) } ?? .null, "waiting_lines": .integer(usage.waiting),
        ])
    }
}

extension JSONObject {
    fileprivate init(members: [(String, JSONValue)]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
