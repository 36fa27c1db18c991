import Cron
import Foundation
import Testing

/// What happens where clocks are turned, by hand. Each row: the expression, the zone, from when, and the first
/// occurrences, with the offset that holds then.
@Suite struct ClockTurnTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let cron: String
        let zone: String
        let from: String
        let expected: [String]

        var testDescription: String { "\(cron) in \(zone) from \(from)" }
    }

    private static func row(_ cron: String, _ zone: String, _ from: String, _ expected: String...) -> Row {
        Row(cron: cron, zone: zone, from: from, expected: expected)
    }

    static let named: [Row] = [
        // Europe/Paris leaps from 02:00 to 03:00 on 29 March 2026, and shows 02:00 to 03:00 twice on 25 October.
        row(
            "30 2 * * *", "Europe/Paris", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00",
            "2026-03-30T02:30:00+02:00"),
        row(
            "0 2 * * *", "Europe/Paris", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00",
            "2026-03-30T02:00:00+02:00"),
        row(
            "0 3 * * *", "Europe/Paris", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00",
            "2026-03-30T03:00:00+02:00"),
        row(
            "*/20 2 * * *", "Europe/Paris", "2026-03-29T00:00:00+01:00", "2026-03-29T03:00:00+02:00",
            "2026-03-30T02:00:00+02:00"),
        row(
            "30 1-3 * * *", "Europe/Paris", "2026-03-29T00:00:00+01:00", "2026-03-29T01:30:00+01:00",
            "2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"),
        row(
            "30 2 * * *", "Europe/Paris", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00",
            "2026-10-26T02:30:00+01:00"),
        row(
            "*/20 2 * * *", "Europe/Paris", "2026-10-25T00:00:00+02:00", "2026-10-25T02:00:00+02:00",
            "2026-10-25T02:20:00+02:00", "2026-10-25T02:40:00+02:00", "2026-10-26T02:00:00+01:00"),
        row(
            "0 1,2,3 * * *", "Europe/Paris", "2026-10-25T00:00:00+02:00", "2026-10-25T01:00:00+02:00",
            "2026-10-25T02:00:00+02:00", "2026-10-25T03:00:00+01:00"),
        // Asked between the two: the second time is not a first.
        row("30 2 * * *", "Europe/Paris", "2026-10-25T02:45:00+02:00", "2026-10-26T02:30:00+01:00"),
        row("30 2 * * *", "Europe/Paris", "2026-10-25T02:15:00+01:00", "2026-10-26T02:30:00+01:00"),
        // The month begins as ever, whatever the offset.
        row(
            "0 0 1 * *", "Europe/Paris", "2026-03-15T00:00:00+01:00", "2026-04-01T00:00:00+02:00",
            "2026-05-01T00:00:00+02:00"),
        row(
            "0 0 1 * *", "Europe/Paris", "2026-10-15T00:00:00+02:00", "2026-11-01T00:00:00+01:00",
            "2026-12-01T00:00:00+01:00"),
        // America/New_York: 8 March and 1 November 2026.
        row(
            "30 2 * * *", "America/New_York", "2026-03-07T12:00:00-05:00", "2026-03-08T03:00:00-04:00",
            "2026-03-09T02:30:00-04:00"),
        row(
            "30 1 * * *", "America/New_York", "2026-10-31T12:00:00-04:00", "2026-11-01T01:30:00-04:00",
            "2026-11-02T01:30:00-05:00"),
        // Australia/Lord_Howe turns by half an hour: 4 October 2026 02:00 to 02:30, 5 April 02:00 back to 01:30.
        row(
            "15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", "2026-10-04T02:30:00+11:00",
            "2026-10-05T02:15:00+11:00"),
        row(
            "45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00+11:00", "2026-04-05T01:45:00+11:00",
            "2026-04-06T01:45:00+10:30"),
        row(
            "15 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00+11:00", "2026-04-05T01:15:00+11:00",
            "2026-04-06T01:15:00+10:30"),
        // America/Sao_Paulo had no midnight on 4 November 2018, and two hours from 23:00 on 17 February 2018.
        row(
            "0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00",
            "2018-11-05T00:00:00-02:00"),
        row(
            "30 23 * * *", "America/Sao_Paulo", "2018-02-17T12:00:00-02:00", "2018-02-17T23:30:00-02:00",
            "2018-02-18T23:30:00-03:00"),
        // Africa/Casablanca goes back for Ramadan: 10 March 2024 03:00 to 02:00, and on 14 April 02:00 to 03:00.
        row(
            "30 2 * * *", "Africa/Casablanca", "2024-03-09T12:00:00+01:00", "2024-03-10T02:30:00+01:00",
            "2024-03-11T02:30:00+00:00"),
        row(
            "30 2 * * *", "Africa/Casablanca", "2024-04-13T12:00:00+00:00", "2024-04-14T03:00:00+01:00",
            "2024-04-15T02:30:00+01:00"),
        // Pacific/Apia left out 30 December 2011: all of it is one leap, and one occurrence.
        row(
            "0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00-10:00", "2011-12-31T00:00:00+14:00",
            "2012-12-30T12:00:00+14:00"),
        row(
            "0 6,18 * * *", "Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-29T18:00:00-10:00",
            "2011-12-31T00:00:00+14:00", "2011-12-31T06:00:00+14:00"),
    ]

    static let everyHour: [Row] = [
        row(
            "30 * * * *", "Europe/Paris", "2026-03-29T01:00:00+01:00", "2026-03-29T01:30:00+01:00",
            "2026-03-29T03:30:00+02:00", "2026-03-29T04:30:00+02:00"),
        row(
            "0 * * * *", "Europe/Paris", "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00",
            "2026-03-29T04:00:00+02:00"),
        row(
            "*/30 * * * *", "Europe/Paris", "2026-10-25T01:45:00+02:00", "2026-10-25T02:00:00+02:00",
            "2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00",
            "2026-10-25T03:00:00+01:00"),
        row(
            "0 0-23 * * *", "America/New_York", "2026-11-01T00:30:00-04:00", "2026-11-01T01:00:00-04:00",
            "2026-11-01T01:00:00-05:00", "2026-11-01T02:00:00-05:00"),
        row(
            "40 * * * *", "Australia/Lord_Howe", "2026-04-05T01:00:00+11:00", "2026-04-05T01:40:00+11:00",
            "2026-04-05T01:40:00+10:30", "2026-04-05T02:40:00+10:30"),
        row("10 * * * *", "Australia/Lord_Howe", "2026-10-04T01:30:00+10:30", "2026-10-04T03:10:00+11:00"),
        row(
            "0 * * * *", "Pacific/Apia", "2011-12-29T22:30:00-10:00", "2011-12-29T23:00:00-10:00",
            "2011-12-31T00:00:00+14:00"),
    ]

    @Test("named hours: once after a leap, and the first of two", arguments: named)
    func namedHours(_ row: Row) throws { try check(row) }

    @Test("every hour: by the hours that pass", arguments: everyHour)
    func passingHours(_ row: Row) throws { try check(row) }

    private func check(_ row: Row) throws {
        let zone = try #require(TimeZone.named(row.zone))
        let start = try Date(row.from, strategy: .iso8601)
        let expression = try CronExpression(row.cron)
        let found = expression.next(row.expected.count, after: start, in: zone)
        #expect(found == (try row.expected.map { try Date($0, strategy: .iso8601) }))
        // The same from every second before: nothing depends on where the search begins.
        guard let first = found.first else { return }
        for before in stride(from: 1.0, through: min(7200, first.timeIntervalSince(start)), by: 599) {
            #expect(expression.next(after: first.addingTimeInterval(-before), in: zone).map { $0 <= first } == true)
        }
        #expect(expression.last(after: start, upTo: found[found.count - 1], in: zone) == found.last)
    }

    @Test("over two years an hourly schedule occurs each hour that passes, and a daily one each day, in every zone")
    func years() throws {
        let start = try Date("2025-01-01T00:00:00Z", strategy: .iso8601)
        let end = try Date("2027-01-01T00:00:00Z", strategy: .iso8601)
        for name in ["Europe/Paris", "America/New_York", "Africa/Casablanca", "Asia/Kolkata", "America/Sao_Paulo"] {
            let zone = try #require(TimeZone.named(name))
            let hours = try count("7 * * * *", from: start, to: end, zone)
            #expect(hours == 730 * 24, "\(name)")
            let days = try count("30 2 * * *", from: start, to: end, zone)
            #expect(days == 730, "\(name)")
        }
    }

    private func count(_ text: String, from start: Date, to end: Date, _ zone: TimeZone) throws -> Int {
        let expression = try CronExpression(text)
        var (date, count) = (start, 0)
        while let next = expression.next(after: date, in: zone), next <= end { (date, count) = (next, count + 1) }
        return count
    }
}
