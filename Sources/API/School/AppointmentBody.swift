import Cron
import Foundation
import HTTPServer
import JSON
import Schemas
import School

/// The body of `POST /appointments`.
struct AppointmentBody {
    /// A point in time, or what clocks show.
    enum Start: Sendable {
        case moment(Date)
        /// In seconds since the reading 1970-01-01 00:00.
        case reading(Int)
    }

    struct Members: FieldSet {
        let with = Field.uuid("with", "a user's id")
        let startsAt = Field<Start>(
            "starts_at", "a time such as 2026-11-01T09:00:00Z, or 2026-11-01T10:00:00 on the clocks of time_zone",
            schema: .string
        ) { json in
            guard let text = json.stringValue else { return nil }
            if let moment = RFC3339.parse(text) { return .moment(moment) }
            return RFC3339.parse(text + "Z").flatMap { Int(exactly: $0.timeIntervalSince1970.rounded(.down)) }.map {
                .reading($0)
            }
        }
        let timeZone = Field<TimeZone>("time_zone", "a time zone such as Europe/Paris", schema: .string) { json in
            json.stringValue.flatMap { TimeZone.named($0) }
        }
        let minutes = Field.integer("minutes", in: SchoolLimits.appointmentMinutes)
        let subject = Field.line("subject", atMost: 200)
    }

    private static let members = Members()
    private static let names = Members.names()

    let with: UUID
    let startsAt: Start
    /// nil: that of who proposes it.
    let timeZone: TimeZone?
    let minutes: Int
    let subject: String

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        let (with, start) = (fields.require(members.with), fields.require(members.startsAt))
        let (minutes, subject) = (fields.require(members.minutes), fields.require(members.subject))
        timeZone = fields.read(members.timeZone)
        try fields.finish()
        guard let with, let start, let minutes, let subject else { throw Problem(.internalServerError) }
        (self.with, startsAt, self.minutes, self.subject) = (with, start, minutes, subject)
    }

    /// When it begins.
    /// - Throws: 422 for what clocks of the zone do not show that day, what lies in the past and what lies too far ahead.
    func start(in zone: TimeZone, now: Date) throws(Problem) -> Date {
        let start: Date
        switch startsAt {
        case .moment(let moment): start = moment
        case .reading(let reading):
            start = zone.moment(ofReading: reading)
            guard zone.reading(at: start) == reading else {
                throw Self.refusal("is a time that the clocks of \(zone.identifier) leap over on that day")
            }
        }
        guard start > now else { throw Self.refusal("should be later than now") }
        guard start < now.addingTimeInterval(Double(SchoolLimits.appointmentDays) * 86_400) else {
            throw Self.refusal("should be within \(SchoolLimits.appointmentDays) days from now")
        }
        return start
    }

    private static func refusal(_ message: String) -> Problem {
        .invalid([Problem.FieldError(pointer: "/\(members.startsAt.name)", message: message)])
    }
}

extension AppointmentBody {
    static var schema: Schema { Members.schema(required: ["with", "starts_at", "minutes", "subject"]) }
    static let example =
        #"{"with": "0198c1f2-7a10-7c3e-9d55-0f5b8f6a1c11", "starts_at": "2026-12-01T09:00:00Z", "minutes": 30, "subject": "Fractions"}"#
}
