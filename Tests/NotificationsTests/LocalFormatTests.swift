import Contracts
import Foundation
import Testing

@testable import Notifications

@Suite("Numbers, amounts and times by language and zone")
struct LocalFormatTests {
    private static func format(_ language: Language, _ zone: String = "Europe/Paris") throws -> LocalFormat {
        LocalFormat(language: language, timeZone: try #require(TimeZone(identifier: zone)))
    }

    @Test(
        "numbers",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (1_000_000, "1,000,000")])
    func numbers(_ number: Int, _ english: String) throws {
        #expect(try Self.format(.english).number(number) == english)
        #expect(try Self.format(.french).number(number) == english.replacing(",", with: "\u{A0}"))
    }

    @Test(
        "amounts in the smallest units of their currency",
        arguments: [
            (123_450, "EUR", "€1,234.50", "1\u{A0}234,50\u{A0}€"), (-5, "EUR", "-€0.05", "-0,05\u{A0}€"),
            (0, "USD", "$0.00", "0,00\u{A0}$"), (4900, "CHF", "CHF\u{A0}49.00", "49,00\u{A0}CHF"),
            (1500, "XOF", "XOF\u{A0}1,500", "1\u{A0}500\u{A0}XOF"), (1500, "TND", "TND\u{A0}1.500", "1,500\u{A0}TND"),
            (1_000_000_000_000, "GBP", "£10,000,000,000.00", "10\u{A0}000\u{A0}000\u{A0}000,00\u{A0}£"),
        ])
    func money(_ cents: Int, _ currency: String, _ english: String, _ french: String) throws {
        let money = try #require(Money(cents: cents, currency: currency))
        #expect(try Self.format(.english).money(money) == english)
        #expect(try Self.format(.french).money(money) == french)
    }

    @Test(
        "per cents have one decimal where it says something",
        arguments: [(80.0, "80%"), (82.55, "82.6%"), (99.99, "100%"), (0, "0%")])
    func percents(_ value: Double, _ english: String) throws {
        #expect(try Self.format(.english).percent(value) == english)
        let french = english.replacing(".", with: ",").replacing("%", with: "\u{A0}%")
        #expect(try Self.format(.french).percent(value) == french)
    }

    @Test(
        "a moment is read on the reader's clock, on both sides of the turns of the clocks",
        arguments: [
            (
                "2026-12-01T13:30:00Z", "Europe/Paris", "Tuesday 1 December 2026 at 14:30 (Europe/Paris)",
                "mardi 1er décembre 2026 à 14 h 30 (Europe/Paris)"
            ),
            (
                "2026-12-31T23:30:00.5Z", "Europe/Paris", "Friday 1 January 2027 at 0:30 (Europe/Paris)",
                "vendredi 1er janvier 2027 à 0 h 30 (Europe/Paris)"
            ),
            (
                "2026-03-29T00:59:59Z", "Europe/Paris", "Sunday 29 March 2026 at 1:59 (Europe/Paris)",
                "dimanche 29 mars 2026 à 1 h 59 (Europe/Paris)"
            ),
            (
                "2026-03-29T01:00:00Z", "Europe/Paris", "Sunday 29 March 2026 at 3:00 (Europe/Paris)",
                "dimanche 29 mars 2026 à 3 h (Europe/Paris)"
            ),
            (
                "2026-10-25T00:30:00+00:00", "Europe/Paris", "Sunday 25 October 2026 at 2:30 (Europe/Paris)",
                "dimanche 25 octobre 2026 à 2 h 30 (Europe/Paris)"
            ),
            (
                "2026-10-25T01:30:00+00:00", "Europe/Paris", "Sunday 25 October 2026 at 2:30 (Europe/Paris)",
                "dimanche 25 octobre 2026 à 2 h 30 (Europe/Paris)"
            ),
            (
                "2026-11-30T09:05:00-05:00", "Asia/Kathmandu", "Monday 30 November 2026 at 19:50 (Asia/Kathmandu)",
                "lundi 30 novembre 2026 à 19 h 50 (Asia/Kathmandu)"
            ),
            (
                "2024-02-29t12:00:00z", "UTC", "Thursday 29 February 2024 at 12:00 (UTC)",
                "jeudi 29 février 2024 à 12 h (UTC)"
            ),
            (
                "1969-12-31T23:59:59-01:00", "UTC", "Thursday 1 January 1970 at 0:59 (UTC)",
                "jeudi 1er janvier 1970 à 0 h 59 (UTC)"
            ),
            (
                "1969-12-31T12:00:60Z", "UTC", "Wednesday 31 December 1969 at 12:01 (UTC)",
                "mercredi 31 décembre 1969 à 12 h 01 (UTC)"
            ),
        ])
    func moments(_ text: String, _ zone: String, _ english: String, _ french: String) throws {
        let moment = try #require(Moment(text))
        func plain(_ language: Language) throws -> String {
            try Self.format(language, zone).moment(moment).replacing("\u{A0}", with: " ")
        }
        #expect(try plain(.english) == english)
        #expect(try plain(.french) == french)
    }

    @Test("every day of four centuries is the day after the one before, and has its weekday")
    func days() throws {
        let first = try #require(CalendarDay("1900-01-01"))
        #expect(first.weekday == 1)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for number in stride(from: first.number, to: first.number + 146_097, by: 13) {
            let day = CalendarDay(number: number)
            #expect(day.number == number)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day)
            #expect(parts.weekday == day.weekday + 1)
        }
        #expect(try #require(CalendarDay("0001-01-01")).weekday == 1)
        #expect(try #require(CalendarDay("9999-12-31")).weekday == 5)
    }

    @Test("months have their names")
    func months() throws {
        let (english, french) = (try Self.format(.english), try Self.format(.french))
        let names = try (1...12).map { month in
            let day = try #require(CalendarDay("2026-\(month < 10 ? "0" : "")\(month)-02"))
            return english.month(day) + ", " + french.day(day)
        }
        #expect(names.first == "January 2026, 2\u{A0}janvier 2026")
        #expect(names[1] == "February 2026, 2\u{A0}février 2026" && names[7] == "August 2026, 2\u{A0}août 2026")
        #expect(Set(names).count == 12)
    }
}
