import Foundation
import HTTPServer
import Jobs

/// The body of `PATCH /queues/{name}`: a merge patch (RFC 7386) of the queue's limits, where null leaves a question to a
/// wider rule again.
struct QueueBody {
    private(set) var changes: [LimitChange] = []
    /// Of which nothing is to be left.
    private(set) var dropped: [JobKind] = []
    private var errors = FieldErrors()
    private let kinds: Set<JobKind>

    private static let own = ["running", "starts", "paused"]

    /// - Parameter kinds: those of the queue.
    init(_ json: JSONValue, kinds: Set<JobKind>) throws(Problem) {
        self.kinds = kinds
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        refuseOthers(object, than: Self.own + ["kinds", "each_tenant", "each_key", "tenants"], at: "")
        read(object, .init(.queue), Self.own, at: "")
        read(object, kind: nil, at: "")
        if let kinds = members("kinds", of: object, at: "") {
            for (name, value) in kinds where !errors.isFull { readKind(JobKind(rawValue: name), value) }
        }
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    private mutating func readKind(_ kind: JobKind, _ value: JSONValue) {
        let place = "/kinds/\(kind.rawValue.escapedForPointer)"
        guard kinds.contains(kind) else { return reject(place, "is no kind of this queue") }
        if value == .null { return dropped.append(kind) }
        guard let object = value.objectValue else { return reject(place, "should be an object or null") }
        refuseOthers(object, than: Self.own + ["each_tenant", "each_key", "tenants", "keys"], at: place)
        read(object, .init(.kind, kind: kind), Self.own, at: place)
        read(object, kind: kind, at: place)
        for (key, value) in members("keys", of: object, at: place) ?? [:] where !errors.isFull {
            let own = "\(place)/keys/\(key.escapedForPointer)"
            let isVisible = key.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard isVisible, (1...Limits.keyBytes).contains(key.utf8.count) else {
                reject(own, "should be named by 1 to \(Limits.keyBytes) bytes without control characters")
                continue
            }
            read(value, .init(.key, kind: kind, subject: key), Self.own, at: own)
        }
    }

    /// The members that a queue and a kind have alike.
    private mutating func read(_ object: JSONObject, kind: JobKind?, at place: String) {
        if let value = object["each_tenant"] {
            read(value, .init(.tenant, kind: kind), Self.own, at: "\(place)/each_tenant")
        }
        if let value = object["each_key"] { read(value, .init(.key, kind: kind), Self.own, at: "\(place)/each_key") }
        for (name, value) in members("tenants", of: object, at: place) ?? [:] where !errors.isFull {
            let own = "\(place)/tenants/\(name.escapedForPointer)"
            guard let tenant = UUID(uuidString: name) else {
                reject(own, "should be named by a tenant's UUID")
                continue
            }
            read(
                value, .init(.tenant, kind: kind, subject: tenant.uuidString.lowercased()),
                kind == nil ? Self.own + ["weight"] : Self.own, at: own)
        }
    }

    private mutating func read(
        _ value: JSONValue, _ target: LimitRule.Target, _ known: [String], at place: String
    ) {
        if value == .null {
            let all = LimitChange(
                target, running: .some(nil), rate: .some(nil), weight: .some(nil), isPaused: .some(nil))
            return changes.append(all)
        }
        guard let object = value.objectValue else { return reject(place, "should be an object or null") }
        refuseOthers(object, than: known, at: place)
        read(object, target, known, at: place)
    }

    private mutating func read(
        _ object: JSONObject, _ target: LimitRule.Target, _ known: [String], at place: String
    ) {
        var change = LimitChange(target)
        if let value = object["running"] { change.running = running(value, at: "\(place)/running") }
        if let value = object["starts"] { change.rate = starts(value, at: "\(place)/starts") }
        if let value = object["paused"] {
            switch value {
            case .null: change.isPaused = .some(nil)
            case .bool(let isPaused): change.isPaused = isPaused
            default: reject("\(place)/paused", "should be true, false or null")
            }
        }
        if known.contains("weight"), let value = object["weight"] {
            if value == .null {
                change.weight = .some(nil)
            } else if let weight = value.numberValue?.double, (0.001...1000).contains(weight) {
                change.weight = weight
            } else {
                reject("\(place)/weight", "should be a number from 0.001 to 1000, or null for 1")
            }
        }
        if !change.isEmpty { changes.append(change) }
    }

    private mutating func running(_ value: JSONValue, at place: String) -> Int?? {
        if value == .null { return .some(nil) }
        if value.stringValue == "unlimited" { return LimitRule.unlimited }
        if let count = value.numberValue?.integer, (0...1_000_000).contains(count) { return count }
        reject(place, "should be a whole number from 0 to 1000000, \"unlimited\", or null for the wider rule")
        return nil
    }

    private mutating func starts(_ value: JSONValue, at place: String) -> StartRate?? {
        if value == .null { return .some(nil) }
        if value.stringValue == "unlimited" { return StartRate(perSecond: 0) }
        guard let object = value.objectValue else {
            reject(place, "should be {\"per_second\": …, \"burst\": …}, \"unlimited\", or null for the wider rule")
            return nil
        }
        refuseOthers(object, than: ["per_second", "burst"], at: place)
        guard let rate = object["per_second"]?.numberValue?.double, (0.0001...100_000).contains(rate) else {
            reject("\(place)/per_second", "should be a number from 0.0001 to 100000")
            return nil
        }
        guard let value = object["burst"], value != .null else { return StartRate(perSecond: rate) }
        guard let burst = value.numberValue?.integer, (1...100_000).contains(burst) else {
            reject("\(place)/burst", "should be a whole number from 1 to 100000")
            return nil
        }
        return StartRate(perSecond: rate, burst: burst)
    }

    /// The members of an object that names things.
    private mutating func members(_ name: String, of object: JSONObject, at place: String) -> JSONObject? {
        guard let value = object[name] else { return nil }
        if value.objectValue == nil { reject("\(place)/\(name)", "should be an object") }
        return value.objectValue
    }

    private mutating func refuseOthers(_ object: JSONObject, than known: [String], at place: String) {
        errors.refuseOthers(in: object, than: known, at: place)
    }

    private mutating func reject(_ place: String, _ message: String) {
        errors.add(place, message)
    }
}
