import Cron
public import Foundation

/// When people are reminded of an appointment: the day before at the hour that the clocks show when it begins, which is 24 hours
/// before unless they are turned in between, and 15 minutes before.
public struct AppointmentReminders: Sendable {
    /// The earliest first.
    public let times: [Date]

    /// - Parameter now: what lies before is not among them.
    public init(of start: Date, in zone: TimeZone, after now: Date) {
        let dayBefore = zone.moment(ofReading: zone.reading(at: start) - 86_400)
        times = [dayBefore, start.addingTimeInterval(-900)].filter { $0 > now }
    }
}
