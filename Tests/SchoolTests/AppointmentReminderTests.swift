import Foundation
import Testing

@testable import School

@Suite("Reminders of appointments")
struct AppointmentReminderTests {
    private static let paris = TimeZone(identifier: "Europe/Paris") ?? .gmt

    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(
        "the day before has the hour of the clocks on the wall, whatever they were turned by in between",
        arguments: [
            ("2027-01-12T14:00:00Z", "2027-01-11T14:00:00Z"),
            // 15:00 in Paris: clocks go forward on 28 March 2027, and back on 31 October.
            ("2027-03-28T13:00:00Z", "2027-03-27T14:00:00Z"),
            ("2027-03-29T13:00:00Z", "2027-03-28T13:00:00Z"),
            ("2027-10-31T14:00:00Z", "2027-10-30T13:00:00Z"),
            // 02:30 on the day after the leap: the clocks leap over that hour, and it is the end of the leap.
            ("2027-03-29T00:30:00Z", "2027-03-28T01:00:00Z"),
            // 02:30 on the day after the hour that comes twice: the first of them.
            ("2027-11-01T01:30:00Z", "2027-10-31T00:30:00Z"),
        ])
    func clocks(_ start: String, _ dayBefore: String) throws {
        let start = try moment(start)
        let reminders = AppointmentReminders(of: start, in: Self.paris, after: start - 7 * 86_400)
        #expect(reminders.times == [try moment(dayBefore), start - 900])
    }

    @Test("what lies in the past is no reminder")
    func past() throws {
        let start = try moment("2027-01-12T14:00:00Z")
        func times(before seconds: TimeInterval) -> [Date] {
            AppointmentReminders(of: start, in: Self.paris, after: start - seconds).times
        }
        #expect(times(before: 86_401).count == 2)
        #expect(times(before: 86_400) == [start - 900])
        #expect(times(before: 900) == [])
    }
}
