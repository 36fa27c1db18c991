import HTTPServer
import JSON
import Jobs
import Schemas

/// Limits in the shape in which `PATCH` takes them: what nothing was said of is not there.
struct LimitsView: Encodable, Sendable {
    private let own: Rule
    private let narrower: Narrower

    init(_ rules: [LimitRule]) {
        let byKind = Dictionary(grouping: rules.filter { $0.target.kind != nil }) { $0.target.kind?.rawValue ?? "" }
        self.init(
            rules.filter { $0.target.kind == nil }, of: .queue,
            kinds: byKind.isEmpty ? nil : byKind.mapValues { LimitsView($0, of: .kind, kinds: nil) })
    }

    private init(_ rules: [LimitRule], of scope: LimitScope, kinds: [String: LimitsView]?) {
        func rule(_ scope: LimitScope) -> Rule? {
            rules.last { $0.target.scope == scope && $0.target.subject == nil }.map { Rule($0) }
        }
        func named(_ scope: LimitScope) -> NamedMembers<Rule>? {
            let found = rules.filter { $0.target.scope == scope && $0.target.subject != nil }
            return found.isEmpty ? nil : NamedMembers(found.map { ($0.target.subject ?? "", Rule($0)) })
        }
        own = rule(scope) ?? Rule()
        narrower = Narrower(
            eachTenant: rule(.tenant), eachKey: rule(.key), tenants: named(.tenant), keys: named(.key), kinds: kinds)
    }

    /// The members of the own rule stand beside the others.
    func encode(to encoder: any Encoder) throws {
        try own.encode(to: encoder)
        try narrower.encode(to: encoder)
    }

    private struct Narrower: Encodable {
        @OmittedWhenNil var eachTenant: Rule?
        @OmittedWhenNil var eachKey: Rule?
        @OmittedWhenNil var tenants: NamedMembers<Rule>?
        @OmittedWhenNil var keys: NamedMembers<Rule>?
        @OmittedWhenNil var kinds: [String: LimitsView]?
    }

    private struct Rule: Encodable, Sendable {
        @OmittedWhenNil var running: Bound<Int>?
        @OmittedWhenNil var starts: Bound<Starts>?
        @OmittedWhenNil var weight: Double?
        @OmittedWhenNil var paused: Bool?

        init() { (running, starts, weight, paused) = (nil, nil, nil, nil) }

        init(_ rule: LimitRule) {
            running = rule.running.map { $0 == LimitRule.unlimited ? .unlimited : .of($0) }
            starts = rule.rate.map { $0 == 0 ? .unlimited : .of(Starts(perSecond: $0, burst: rule.burst ?? 1)) }
            weight = rule.weight
            paused = rule.isPaused
        }
    }

    private struct Starts: Encodable, Sendable {
        let perSecond: Double
        let burst: Int
    }

    fileprivate enum Bound<Value: Encodable & Sendable>: Encodable, Sendable {
        case unlimited
        case of(Value)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .unlimited: try container.encode("unlimited")
            case .of(let value): try container.encode(value)
            }
        }
    }
}

extension LimitsView: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [definitions.schema(of: Rule.self), definitions.schema(of: Narrower.self)])
    }
}

extension LimitsView.Bound: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .any(of: [.choice(["unlimited"]), definitions.schema(of: Value.self)])
    }
}
