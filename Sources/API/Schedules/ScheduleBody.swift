import Accounts
import Cron
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas
import Storage

/// What a caller says of a schedule: the body of `POST /schedules`, or what a schedule says after a `PATCH` was merged
/// into it. What is fired is a request that a module offers, under its name, or a job of any kind, in the words of
/// `POST /jobs`.
struct ScheduleBody {
    struct Members: FieldSet {
        let name = Field.text("name")
        let cron = Field.text("cron")
        let timeZone = Field.text("time_zone")
        let missed: Field<MissedPolicy> = .choice("missed")
        let missedLimit = Field.integer("missed_limit", in: 1...FiringPlan.largestLimit)
        let overlap: Field<OverlapPolicy> = .choice("overlap")
        let paused = Field.flag("paused")
    }

    private static let members = Members()
    private static let names = Members.names()
    /// A tenant's schedule occurs no more often, in seconds.
    static let shortestGapOfTenant = 300

    let name: String
    let plan: SchedulePlan
    let isPaused: Bool

    /// What a `PATCH` may change: how it stands is a matter of `pause` and `resume`.
    static func patchable(_ requests: [SchedulableRequest]) -> [String] {
        names.filter { $0 != members.paused.name } + JobBody.ofSchedules + requests.map(\.name)
    }

    /// - Parameter requests: what can be fired beside jobs.
    init(
        _ json: JSONValue, principal: Principal, kinds: [JobKind: JobDefinition], requests: [SchedulableRequest]
    ) throws(Problem) {
        let members = Self.members
        // One alone: the member of a second is refused as unknown.
        let request = requests.first { (json[$0.name] ?? .null) != .null }
        var fields = try FieldReader(
            json, of: Self.names + (request.map { [$0.name] } ?? JobBody.ofSchedules + requests.map(\.name)))
        let isFleets = principal.seesEverybody && request == nil
        name = Self.name(&fields, isFleets: isFleets)
        let (cron, zone) = Self.timing(&fields, isFleets: isFleets)
        let missed = fields.read(members.missed)
        let limit = fields.read(members.missedLimit)
        let overlap = fields.read(members.overlap)
        isPaused = fields.read(members.paused) ?? false
        var payload = Array("{}".utf8)
        var body: [UInt8] = []
        if let request {
            body = Self.body(of: request, &fields)
        } else if principal.seesEverybody {
            (body, payload) = Self.job(principal, kinds, &fields)
        } else {
            let known = requests.map { "\($0.name), as for \($0.route)" }.joined(separator: ", or ")
            fields.reject(
                requests.map { Problem.FieldError(pointer: "/\($0.name)", message: "is required: \(known)") })
        }
        try fields.finish()
        plan = SchedulePlan(
            cron: cron, timeZone: zone, template: request?.name ?? JobTemplate.name, body: body, payload: payload,
            missed: missed ?? .once, missedLimit: limit ?? FiringPlan.defaultLimit, overlap: overlap ?? .allow)
    }

    /// It stands in paths, where a point is a folder and a space at an end is easily lost.
    private static func isText(_ name: String) -> Bool {
        (1...100).contains(name.utf8.count) && name.isPlainLine && name != "." && name != ".."
            && name == name.trimmingCharacters(in: .whitespaces)
    }

    private static func name(_ fields: inout FieldReader, isFleets: Bool) -> String {
        let name = fields.read(members.name) ?? ""
        if ScheduleName.isID(name) {
            fields.reject(members.name, "should not look like an id")
        } else if isFleets, !ScheduleName.isPlain(name) {
            fields.reject(members.name, "is required: \(ScheduleName.expected)")
        } else if !isText(name) {
            fields.reject(
                members.name,
                "is required: 1 to 100 bytes without control characters, no point alone and no space at an end")
        }
        return name
    }

    private static func timing(_ fields: inout FieldReader, isFleets: Bool) -> (cron: String, zone: String) {
        let cron = fields.read(members.cron) ?? ""
        do {
            let expression = try CronExpression(cron)
            if !isFleets, expression.shortestGap < shortestGapOfTenant {
                fields.reject(
                    members.cron,
                    "occurs every \(expression.shortestGap) seconds; \(shortestGapOfTenant) are the shortest time allowed"
                )
            }
        } catch {
            fields.reject(members.cron, "is not a cron expression: \(error)")
        }
        let zone = fields.read(members.timeZone) ?? "UTC"
        if TimeZone.named(zone) == nil {
            fields.reject(
                members.timeZone, "is not known: it should be a name of the IANA database, such as Europe/Paris")
        }
        return (cron, zone)
    }

    private static func body(of request: SchedulableRequest, _ fields: inout FieldReader) -> [UInt8] {
        _ = fields.nested(Field.any(request.name), request.validate)
        return (fields.object[request.name] ?? .null).serialized()
    }

    private static func job(
        _ principal: Principal, _ kinds: [JobKind: JobDefinition], _ fields: inout FieldReader
    ) -> (body: [UInt8], payload: [UInt8]) {
        var members = JSONObject()
        for name in JobBody.ofSchedules { members[name] = fields.object[name] }
        do {
            _ = try JobBody(.object(members), kinds: kinds, isScheduled: true)
        } catch {
            fields.reject(error.errors)
        }
        let payload = members["payload"]?.serialized() ?? Array("{}".utf8)
        members["payload"] = nil
        if members["tenant"] == nil || members["tenant"] == .null {
            members["tenant"] = .string(principal.tenant.uuidString.lowercased())
        }
        return (JSONValue.object(members).serialized(), payload)
    }
}

extension ScheduleBody {
    /// - Parameter isNew: for `POST`; a patch has any of the members.
    static func schema(isNew: Bool) -> Schema {
        var schema = Members.schema(with: [JobBody.Members.self], required: isNew ? ["name", "cron"] : [])
        for request in APIModules.schedulable { schema.set(request.schema.orNull, as: request.name) }
        return schema
    }

    /// What an answer repeats of it; whether it is paused is a member of its own there.
    static var said: Schema {
        var schema = schema(isNew: true)
        schema.members["additionalProperties"] = nil
        schema.remove("paused")
        return schema
    }

    static let example =
        #"{"name": "inventory", "cron": "0 6 * * 1-5", "time_zone": "Europe/Paris", "scan": {"provider": "aws", "services": ["s3"]}}"#
}
