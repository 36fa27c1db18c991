import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `PATCH /queues/{name}`: a merge patch (RFC 7396) of the queue's limits, where null leaves a question to a
/// wider rule again.
struct QueueBody {
    /// Of one rule.
    struct Rule: FieldSet {
        let running: Field<Int> = Field(
            "running",
            "a whole number from 0 to \(LimitRule.Bounds.running.upperBound), \"unlimited\", or null for the wider rule",
            schema: .any(of: [
                .integer(LimitRule.Bounds.running), .choice(["unlimited"]), Schema(["type": .string("null")]),
            ])
        ) { json in
            if json.stringValue == "unlimited" { return LimitRule.unlimited }
            return json.numberValue?.integer.flatMap { LimitRule.Bounds.running.contains($0) ? $0 : nil }
        }
        let starts = Field.any("starts")
        let paused = Field.flag("paused", orNull: " or null")
    }

    /// Of a tenant's in a queue beside those.
    struct Share: FieldSet {
        let weight = Field.number("weight", in: LimitRule.Bounds.weight, orNull: ", or null for 1")
    }

    struct Starts: FieldSet {
        let perSecond = Field.number("per_second", in: LimitRule.Bounds.perSecond)
        let burst = Field.integer("burst", in: LimitRule.Bounds.burst)
    }

    /// What a queue and a kind have beside their own rule.
    struct Narrower: FieldSet {
        let eachTenant = Field.any("each_tenant")
        let eachKey = Field.any("each_key")
        let tenants = Field.object("tenants")
    }

    struct OfQueue: FieldSet {
        let kinds = Field.object("kinds")
    }

    struct OfKind: FieldSet {
        let keys = Field.object("keys")
    }

    private static let (rule, share, starts) = (Rule(), Share(), Starts())
    private static let (narrower, ofQueue, ofKind) = (Narrower(), OfQueue(), OfKind())
    private static let ruleNames = Rule.names()
    private static let shareNames = ruleNames + Share.names()
    private static let startsNames = Starts.names()
    private static let queueNames = ruleNames + Narrower.names() + OfQueue.names()
    private static let kindNames = ruleNames + Narrower.names() + OfKind.names()

    private(set) var changes: [LimitChange] = []
    /// Of which nothing is to be left.
    private(set) var dropped: [JobKind] = []
    private var errors = FieldErrors()
    private let kinds: Set<JobKind>

    /// - Parameter kinds: those of the queue.
    init(_ json: JSONValue, kinds: Set<JobKind>) throws(Problem) {
        self.kinds = kinds
        var fields = try FieldReader(json, of: Self.queueNames)
        read(&fields, .init(.queue), isShare: false)
        readNarrower(&fields, kind: nil, at: "")
        if let members = fields.read(Self.ofQueue.kinds) {
            for (name, value) in members where !errors.isFull { readKind(JobKind(rawValue: name), value) }
        }
        fields.reject(errors.list)
        try fields.finish()
    }

    private mutating func readKind(_ kind: JobKind, _ value: JSONValue) {
        let place = "/kinds/\(kind.rawValue.escapedForPointer)"
        guard kinds.contains(kind) else { return errors.add(place, "is no kind of this queue") }
        if value == .null { return dropped.append(kind) }
        readObject(value, of: Self.kindNames, at: place) { body, fields in
            body.read(&fields, .init(.kind, kind: kind), isShare: false)
            body.readNarrower(&fields, kind: kind, at: place)
            for (key, value) in fields.read(Self.ofKind.keys) ?? [:] where !body.errors.isFull {
                let own = "\(place)/keys/\(key.escapedForPointer)"
                if Limits.isKey(key) {
                    body.readRule(value, .init(.key, kind: kind, subject: key), at: own)
                } else {
                    body.errors.add(
                        own, "should be named by 1 to \(Limits.keyBytes) bytes without control characters")
                }
            }
        }
    }

    private mutating func readNarrower(_ fields: inout FieldReader, kind: JobKind?, at place: String) {
        if let value = fields.object[Self.narrower.eachTenant.name] {
            readRule(value, .init(.tenant, kind: kind), at: "\(place)/each_tenant")
        }
        if let value = fields.object[Self.narrower.eachKey.name] {
            readRule(value, .init(.key, kind: kind), at: "\(place)/each_key")
        }
        for (name, value) in fields.read(Self.narrower.tenants) ?? [:] where !errors.isFull {
            let own = "\(place)/tenants/\(name.escapedForPointer)"
            guard let tenant = UUID(uuidString: name) else {
                errors.add(own, "should be named by a tenant's UUID")
                continue
            }
            let target = LimitRule.Target(.tenant, kind: kind, subject: tenant.uuidString.lowercased())
            readRule(value, target, isShare: kind == nil, at: own)
        }
    }

    /// A rule that stands under a name of its own, where null takes back all of it.
    private mutating func readRule(
        _ value: JSONValue, _ target: LimitRule.Target, isShare: Bool = false, at place: String
    ) {
        if value == .null {
            let all = LimitChange(
                target, running: .some(nil), rate: .some(nil), weight: .some(nil), isPaused: .some(nil))
            return changes.append(all)
        }
        readObject(value, of: isShare ? Self.shareNames : Self.ruleNames, at: place) { body, fields in
            body.read(&fields, target, isShare: isShare)
        }
    }

    private mutating func readObject(
        _ value: JSONValue, of known: [String], at place: String,
        _ read: (inout QueueBody, inout FieldReader) -> Void
    ) {
        guard var fields = try? FieldReader(value, of: known) else {
            return errors.add(place, "should be an object or null")
        }
        read(&self, &fields)
        errors.add(fields.errors.list, at: place)
    }

    private mutating func read(_ fields: inout FieldReader, _ target: LimitRule.Target, isShare: Bool) {
        var change = LimitChange(target)
        change.running = fields.change(Self.rule.running)
        change.rate = Self.rate(&fields)
        change.isPaused = fields.change(Self.rule.paused)
        if isShare { change.weight = fields.change(Self.share.weight) }
        if !change.isEmpty { changes.append(change) }
    }

    private static func rate(_ fields: inout FieldReader) -> StartRate?? {
        guard let value = fields.object[rule.starts.name] else { return nil }
        if value == .null { return .some(nil) }
        if value.stringValue == "unlimited" { return StartRate(perSecond: 0) }
        guard value.objectValue != nil else {
            fields.reject(
                rule.starts,
                "should be {\"per_second\": …, \"burst\": …}, \"unlimited\", or null for the wider rule")
            return nil
        }
        return fields.nested(rule.starts) { json throws(Problem) in
            var own = try FieldReader(json, of: startsNames)
            let (rate, burst) = (own.require(starts.perSecond), own.read(starts.burst))
            guard own.errors.isEmpty, let rate else { throw .invalid(own.errors) }
            return StartRate(perSecond: rate, burst: burst ?? 1)
        }
    }
}

extension QueueBody {
    static var schema: Schema {
        let starts = Schema.any(of: [
            Starts.schema(required: ["per_second"]), .choice(["unlimited"]), Schema(["type": .string("null")]),
        ])
        func rule(_ others: [any FieldSet.Type] = []) -> Schema {
            var rule = Rule.schema(with: others)
            rule.set(starts, as: Self.rule.starts.name)
            return rule
        }
        func narrowed(_ others: [any FieldSet.Type]) -> Schema {
            var schema = rule([Narrower.self] + others)
            schema.set(rule().orNull, as: narrower.eachTenant.name)
            schema.set(rule().orNull, as: narrower.eachKey.name)
            schema.set(Schema.map(of: rule([Share.self]).orNull).orNull, as: narrower.tenants.name)
            return schema
        }
        var kind = narrowed([OfKind.self])
        kind.set(Schema.map(of: rule().orNull).orNull, as: ofKind.keys.name)
        var queue = narrowed([OfQueue.self])
        queue.set(Schema.map(of: kind.orNull).orNull, as: ofQueue.kinds.name)
        return queue
    }

    static let example = #"{"running": 8, "starts": {"per_second": 20, "burst": 40}, "each_tenant": {"running": 2}}"#
}
