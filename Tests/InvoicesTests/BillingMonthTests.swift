import Contracts
import Cron
import Foundation
import Invoices
import TestSupport
import Testing

@Suite("A month on a school's clocks")
struct BillingMonthTests {
    private static func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(
        "begins at the first midnight of its first day, and ends at that of the next month",
        arguments: [
            // Summer time begins and ends within.
            ("2026-03", "Europe/Paris", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"),
            ("2026-10", "Europe/Paris", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
            // Clocks leapt from 0:00 to 1:00 on the first of April.
            ("1999-04", "Asia/Damascus", "1999-03-31T22:00:00Z", "1999-04-30T21:00:00Z"),
            // Clocks went from 24:00 back to 23:00 on the last of September.
            ("1999-10", "Asia/Damascus", "1999-09-30T22:00:00Z", "1999-10-31T22:00:00Z"),
            // Clocks went from 0:01 back to 23:01: midnight came twice.
            ("2009-11", "America/St_Johns", "2009-11-01T02:30:00Z", "2009-12-01T03:30:00Z"),
            // 2011-12-30 was left out.
            ("2011-12", "Pacific/Apia", "2011-12-01T10:00:00Z", "2011-12-31T10:00:00Z"),
            ("2024-02", "UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
            ("2026-01", "Pacific/Kiritimati", "2025-12-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ])
    func bounds(_ text: String, _ zone: String, _ start: String, _ end: String) throws {
        let (month, zone) = (Samples.month(text), try #require(TimeZone.named(zone)))
        #expect(month.start(in: zone) == (try Self.instant(start)))
        #expect(month.end(in: zone) == (try Self.instant(end)))
        #expect(month.isOver(at: month.end(in: zone), in: zone))
        #expect(!month.isOver(at: month.end(in: zone) - 0.001, in: zone))
    }

    @Test("an instant belongs to one month: the one around it, also where a midnight comes twice")
    func containing() throws {
        let seed = Settings.seed
        var generator = SeededGenerator(seed)
        for name in ["Europe/Paris", "America/St_Johns", "Asia/Damascus", "Pacific/Apia", "Africa/Cairo"] {
            let zone = try #require(TimeZone.named(name))
            for _ in 0..<200 {
                let around = Double(Int64.random(in: 0...2_000_000_000, using: &generator))
                let month = try #require(BillingMonth(containing: Date(timeIntervalSince1970: around), in: zone))
                for offset in [0, -0.001, 59, 3599, -3600] {
                    let instant = month.start(in: zone) + offset
                    let found = try #require(BillingMonth(containing: instant, in: zone))
                    #expect(
                        found.start(in: zone) <= instant && instant < found.end(in: zone),
                        "\(name) \(instant), seed \(seed)")
                    let day = try #require(CalendarDay(containing: instant, in: zone))
                    #expect(
                        day.start(in: zone) <= instant && instant < CalendarDay(number: day.number + 1).start(in: zone),
                        "\(name) \(instant), seed \(seed)")
                }
            }
        }
        let apia = try #require(TimeZone.named("Pacific/Apia"))
        #expect(
            CalendarDay(containing: try Self.instant("2011-12-30T09:59:59Z"), in: apia) == Samples.day("2011-12-29"))
        #expect(
            CalendarDay(containing: try Self.instant("2011-12-30T10:00:00Z"), in: apia) == Samples.day("2011-12-31"))
        let newfoundland = try #require(TimeZone.named("America/St_Johns"))
        // 23:30 on the last of October for the second time, after the first midnight of November.
        let repeated = BillingMonth(containing: try Self.instant("2009-11-01T03:00:00Z"), in: newfoundland)
        #expect(repeated == Samples.month("2009-11"))
    }

    @Test("the ends of the calendar are ends, and no instant is too far for an answer")
    func ends() throws {
        let (first, last) = (Samples.month("0001-01"), Samples.month("9999-12"))
        #expect(first.previous == nil && last.next == nil)
        #expect(first.next == Samples.month("0001-02") && last.previous == Samples.month("9999-11"))
        #expect(first.first == Samples.day("0001-01-01") && last.first == Samples.day("9999-12-01"))
        #expect(last.end.number == last.first.number + 31)
        for zone in [TimeZone.gmt, try #require(TimeZone.named("Pacific/Kiritimati"))] {
            #expect(BillingMonth(containing: first.start(in: zone), in: zone) == first)
            #expect(BillingMonth(containing: first.start(in: zone) - 1, in: zone) == nil)
            #expect(BillingMonth(containing: last.end(in: zone) - 1, in: zone) == last)
            #expect(BillingMonth(containing: last.end(in: zone), in: zone) == nil)
            for far in [Double.infinity, -.infinity, .nan, 1e300, -1e300, 1e15, -1e15] {
                #expect(BillingMonth(containing: Date(timeIntervalSince1970: far), in: zone) == nil)
            }
        }
    }

    @Test("months follow each other without a gap, through leap years")
    func months() {
        var month = Samples.month("1999-12")
        for _ in 0..<1300 {
            guard let next = month.next else { return }
            #expect(next.first == month.end && next.previous == month && month < next)
            #expect(month.end.number - month.first.number == month.days)
            month = next
        }
        #expect(Samples.month("2000-02").days == 29 && Samples.month("2100-02").days == 28)
        #expect(BillingMonth("2026-13") == nil && BillingMonth("2026-00") == nil && BillingMonth("2026-1") == nil)
    }
}
