import Foundation
import HTTPServer
import Jobs
import Storage

/// The parameters of `GET /activity`.
struct ActivityQuery: Sendable {
    struct Members: FieldSet {
        let from = Field.date("from")
        let to = Field.date("to")
        let by = Field<ActivityGrouping>.choice("by")
    }

    private static let members = Members()
    private static let minute = 60
    private static let hour = 3600
    /// Minutes are kept for longer, and read for a time of at most so many seconds.
    private static let keptMinutes: TimeInterval = 2 * 86_400
    private static let mostMinutes: TimeInterval = 6 * 3600
    /// A time of which quantiles are read, in seconds: an hour, and the minutes that it begins and ends in.
    private static let measured: TimeInterval = 3600 + 2 * 60
    private static let kept: TimeInterval = 32 * 86_400
    /// Points of a series, and those that are aimed at.
    private static let mostPoints = 2016
    private static let points = 120
    /// Of all series together.
    static let mostRows = 20_000

    let from: Date
    let to: Date
    /// In seconds.
    let step: Int
    let grouping: ActivityGrouping?

    /// - Throws: 400 for what cannot be answered.
    init(_ request: HTTPRequest, now: Date) throws(Problem) {
        try request.allowQuery(["from", "to", "step", "by"])
        grouping = try request.query(Self.members.by)
        let to = try request.query(Self.members.to) ?? now
        let from = try request.query(Self.members.from) ?? to - TimeInterval(Self.hour)
        guard from < to, from > now - Self.kept, to < now + Self.keptMinutes else {
            throw .badRequest("from should be before to, and both within the last 30 days.")
        }
        let length = to.timeIntervalSince(from)
        let isOfMinutes = from > now - Self.keptMinutes && length <= Self.mostMinutes
        let unit = isOfMinutes ? Self.minute : Self.hour
        if let text = request.queryValue("step") {
            guard let given = Int(text), given > 0, given <= 86_400, given % unit == 0,
                Int(length) / given <= Self.mostPoints
            else {
                throw .badRequest(
                    "step should be a multiple of \(unit) seconds, at most 86400, that gives at most \(Self.mostPoints) points."
                )
            }
            step = given
        } else {
            step = max(1, Int((length / Double(Self.points) / Double(unit)).rounded(.up))) * unit
        }
        let size = Double(step)
        self.from = Date(timeIntervalSince1970: (from.timeIntervalSince1970 / size).rounded(.down) * size)
        self.to = Date(timeIntervalSince1970: (to.timeIntervalSince1970 / size).rounded(.up) * size)
    }

    /// Whether waits and runs are shown.
    var hasDurations: Bool { to.timeIntervalSince(from) <= Self.measured }

    /// The same for all that ask the same.
    var key: String {
        "\(from.timeIntervalSince1970) \(to.timeIntervalSince1970) \(step) \(grouping?.rawValue ?? "")"
    }
}
