import Cron
import Foundation
import HTTPServer
import JSON
import Schemas

/// The body of `POST /schedules/preview`.
struct PreviewBody {
    struct Members: FieldSet {
        let cron = Field.text("cron")
        let timeZone = Field.text("time_zone")
        let count = Field.integer("count", in: 1...100)
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let usualCount = 10

    let cron: String
    let expression: CronExpression
    let zone: TimeZone
    let count: Int

    /// - Parameter isBound: whether it is held to what a tenant's schedule may be.
    init(_ json: JSONValue, isBound: Bool) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        let text = fields.require(Self.members.cron)
        let name = fields.read(Self.members.timeZone) ?? "UTC"
        count = fields.read(Self.members.count) ?? Self.usualCount
        var expression: CronExpression?
        do {
            expression = try text.map { text throws(CronError) in try CronExpression(text) }
        } catch {
            fields.reject(Self.members.cron, "is not a cron expression: \(error)")
        }
        if isBound, let gap = expression?.shortestGap, gap < ScheduleBody.shortestGapOfTenant {
            fields.reject(
                Self.members.cron,
                "occurs every \(gap) seconds; \(ScheduleBody.shortestGapOfTenant) are the shortest time allowed")
        }
        let zone = TimeZone.named(name)
        if zone == nil {
            fields.reject(
                Self.members.timeZone, "is not known: it should be a name of the IANA database, such as Europe/Paris")
        }
        guard fields.errors.isEmpty, let text, let expression, let zone else { throw .invalid(fields.errors) }
        cron = text
        self.expression = expression
        self.zone = zone
    }
}

extension PreviewBody {
    static var schema: Schema { Members.schema(required: ["cron"]) }
    static let example = #"{"cron": "0 8 * * 1-5", "time_zone": "Europe/Paris", "count": 5}"#
}
