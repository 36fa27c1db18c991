import Accounts
import Cron
import Foundation
import HTTPServer
import Jobs
import Storage

/// What a caller says of a schedule: the body of `POST /schedules`, or what a schedule says after a `PATCH` was merged
/// into it. What is fired is a scan, under `scan`, or a job of any kind, in the words of `POST /jobs`.
struct ScheduleBody {
    let name: String
    let plan: SchedulePlan
    let isPaused: Bool

    private static let timing = ["name", "cron", "time_zone", "missed", "missed_limit", "overlap", "paused"]
    private static let job = [
        "kind", "payload", "priority", "timeout", "max_attempts", "unique_key", "unique_for", "limit_key", "tenant",
    ]
    /// What a `PATCH` may change: how it stands is a matter of `pause` and `resume`.
    static let patchable = timing.filter { $0 != "paused" } + job + ["scan"]
    /// A tenant's schedule occurs no more often, in seconds.
    static let shortestGapOfTenant = 300

    init(
        _ json: JSONValue, principal: Principal, kinds: [JobKind: JobDefinition]
    ) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var fields = FieldReader(object)
        let isScan = object["scan"].map { $0 != .null } ?? false
        fields.refuseOthers(than: Self.timing + (isScan ? ["scan"] : Self.job + ["scan"]))
        let isFleets = principal.seesEverybody && !isScan
        name = Self.name(&fields, isFleets: isFleets)
        let (cron, zone) = Self.timing(&fields, isFleets: isFleets)
        let missed: MissedPolicy? = fields.choice("missed")
        let limit = fields.integer("missed_limit", in: 1...FiringPlan.largestLimit)
        let overlap: OverlapPolicy? = fields.choice("overlap")
        isPaused = fields.flag("paused") ?? false
        var errors = fields.errors
        var payload = Array("{}".utf8)
        var body: [UInt8] = []
        if isScan {
            body = Self.scan(object["scan"] ?? .null, &errors)
        } else if !principal.seesEverybody {
            errors.add("/scan", "is required: a scan, as for POST /scans")
        } else {
            (body, payload) = Self.job(object, principal, kinds, &errors)
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        plan = SchedulePlan(
            cron: cron, timeZone: zone, template: isScan ? "scan" : JobTemplate.name, body: body, payload: payload,
            missed: missed ?? .once, missedLimit: limit ?? FiringPlan.defaultLimit, overlap: overlap ?? .allow)
    }

    /// Those of the fleet stand in metrics, so they are short and plain.
    private static func name(_ fields: inout FieldReader, isFleets: Bool) -> String {
        let name = fields.text("name") ?? ""
        let isPlain = name.wholeMatch(of: #/[a-z0-9][a-z0-9._-]{0,62}/#) != nil
        let isText =
            (1...100).contains(name.utf8.count) && name.isPlainLine
        if UUID(uuidString: name) != nil {
            fields.reject("name", "should not look like an id")
        } else if isFleets, !isPlain {
            fields.reject("name", "is required: 1 to 63 of a-z, 0-9, point, dash and underscore")
        } else if !isText {
            fields.reject("name", "is required: 1 to 100 bytes without control characters")
        }
        return name
    }

    private static func timing(_ fields: inout FieldReader, isFleets: Bool) -> (cron: String, zone: String) {
        let cron = fields.text("cron") ?? ""
        do {
            let expression = try CronExpression(cron)
            if !isFleets, expression.shortestGap < shortestGapOfTenant {
                fields.reject(
                    "cron",
                    "occurs every \(expression.shortestGap) seconds; \(shortestGapOfTenant) are the shortest time allowed"
                )
            }
        } catch {
            fields.reject("cron", "is not a cron expression: \(error)")
        }
        let zone = fields.text("time_zone") ?? "UTC"
        if TimeZone.named(zone) == nil {
            fields.reject("time_zone", "is not known: it should be a name of the IANA database, such as Europe/Paris")
        }
        return (cron, zone)
    }

    private static func scan(_ json: JSONValue, _ errors: inout FieldErrors) -> [UInt8] {
        do {
            _ = try ScanBody(json)
        } catch {
            errors.add(error.errors, at: "/scan")
        }
        return json.serialized()
    }

    private static func job(
        _ object: JSONObject, _ principal: Principal, _ kinds: [JobKind: JobDefinition],
        _ errors: inout FieldErrors
    ) -> (body: [UInt8], payload: [UInt8]) {
        var members = JSONObject()
        for name in Self.job { members[name] = object[name] }
        do {
            _ = try JobBody(.object(members), kinds: kinds)
        } catch {
            errors.add(error.errors)
        }
        let payload = members["payload"]?.serialized() ?? Array("{}".utf8)
        members["payload"] = nil
        if members["tenant"] == nil || members["tenant"] == .null { members["tenant"] = .uuid(principal.tenant) }
        return (JSONValue.object(members).serialized(), payload)
    }
}

extension FieldReader {
    mutating func flag(_ name: String) -> Bool? { read(name, "true or false") { $0.boolValue } }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ name: String) -> Value?
    where Value.RawValue == String {
        read(name, "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))") {
            $0.stringValue.flatMap(Value.init(rawValue:))
        }
    }
}
