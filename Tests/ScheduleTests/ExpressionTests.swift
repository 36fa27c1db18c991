import Cron
import Foundation
import TestSupport
import Testing

@Suite struct ExpressionTests {
    private func days(_ text: String, _ count: Int = 3, from start: String = "2026-01-01T00:00:00Z") throws -> [String]
    {
        try CronExpression(text).next(count, after: Date(start, strategy: .iso8601), in: .gmt).map {
            $0.formatted(.iso8601.year().month().day())
        }
    }

    @Test("L, W and # are Quartz's")
    func specials() throws {
        #expect(try days("0 9 L * *") == ["2026-01-31", "2026-02-28", "2026-03-31"])
        #expect(try days("0 9 L-3 * *") == ["2026-01-28", "2026-02-25", "2026-03-28"])
        #expect(try days("0 9 LW * *") == ["2026-01-30", "2026-02-27", "2026-03-31"])
        // 15 February 2026 is a Sunday, 15 August a Saturday; 1 August a Saturday, 31 May a Sunday.
        #expect(try days("0 9 15W 2,8 *", 2) == ["2026-02-16", "2026-08-14"])
        #expect(try days("0 9 1W 8 *", 1) == ["2026-08-03"])
        #expect(try days("0 9 31W 5 *", 1) == ["2026-05-29"])
        #expect(try days("0 9 31W * *", 3) == ["2026-01-30", "2026-03-31", "2026-05-29"])
        #expect(try days("0 9 * * FRIL") == ["2026-01-30", "2026-02-27", "2026-03-27"])
        #expect(try days("0 9 * * MON#2") == ["2026-01-12", "2026-02-09", "2026-03-09"])
        #expect(try days("0 9 * * 4#5") == ["2026-01-29", "2026-04-30", "2026-07-30"])
        #expect(try days("0 9 ? * 7") == ["2026-01-04", "2026-01-11", "2026-01-18"])
    }

    @Test("two restricted days: either; one that begins with a star: both")
    func bothDays() throws {
        #expect(try days("0 9 13 * FRI", 4) == ["2026-01-02", "2026-01-09", "2026-01-13", "2026-01-16"])
        #expect(try days("0 9 */10 * MON", 4) == ["2026-05-11", "2026-06-01", "2026-08-31", "2026-09-21"])
        #expect(try days("0 9 L * MON", 5).last == "2026-01-31")
    }

    @Test("ranges over the end, names in any case, steps from a value, and nicknames")
    func words() throws {
        #expect(
            try days("0 9 * * fri-MON", 5) == ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-09"])
        #expect(try days("0 9 1 nov-Feb *", 4) == ["2026-01-01", "2026-02-01", "2026-11-01", "2026-12-01"])
        #expect(try days("0 9 5/10 1 *", 3) == ["2026-01-05", "2026-01-15", "2026-01-25"])
        #expect(try days("@monthly") == ["2026-02-01", "2026-03-01", "2026-04-01"])
        #expect(try days("@weekly", 1) == ["2026-01-04"])
        #expect(try days("@YEARLY", 1) == ["2027-01-01"])
        let start = try Date("2026-01-01T00:00:00Z", strategy: .iso8601)
        let seconds = try CronExpression("*/20 0 0 * * *").next(3, after: start, in: .gmt)
        #expect(seconds.map { $0.timeIntervalSince(start) } == [20, 40, 86_400])
    }

    @Test("a day that is rare is found, and found soon")
    func rare() throws {
        #expect(try days("0 0 29 2 *", 2) == ["2028-02-29", "2032-02-29"])
        // A 29 February that is a Sunday, across a century that has no leap day.
        #expect(try days("0 0 29 2 */7", 2, from: "2089-01-01T00:00:00Z") == ["2128-02-29", "2156-02-29"])
        let time = try ContinuousClock().measure { _ = try days("0 0 29 2 */7", 2, from: "2089-01-01T00:00:00Z") }
        #expect(time < .seconds(1))
    }

    @Test(
        "what is wrong is refused, with its place and what is allowed",
        arguments: [
            ("", 1, "five fields"), ("* * * *", 8, "there are 4"), ("* * * * * * *", 13, "there are 7"),
            ("60 * * * *", 1, "0 to 59"), ("0 24 * * *", 3, "0 to 23"), ("0 0 0 * *", 5, "1 to 31"),
            ("0 0 * 13 *", 7, "JAN to DEC"), ("0 0 * * 8", 9, "0 to 7"), ("0 0 * FOO *", 7, "FOO is not allowed"),
            ("*/0 * * * *", 3, "from 1 to 60"), ("*/90 * * * *", 3, "from 1 to 60"), ("0 */25 * * *", 5, "1 to 24"),
            ("1,,2 * * * *", 3, "missing"), ("1- * * * *", 3, "missing"), ("5-99 * * * *", 3, "0 to 59"),
            ("-1 * * * *", 1, "missing"), ("+1 * * * *", 1, "allowed"), ("1.5 * * * *", 1, "allowed"),
            ("0 0 31 2 *", 5, "no such day"), ("0 0 30,31 FEB *", 5, "no such day"),
            ("0 0 31 4,6,9,11 *", 5, "no such"),
            ("0 0 L-31 * *", 7, "1 to 30"), ("0 0 1W-5 * *", 5, "allowed"), ("0 0 1-5W * *", 5, "allowed"),
            ("0 0 W * *", 5, "missing"), ("0 0 * * L", 9, "FRIL"), ("0 0 * * MON#6", 13, "1 to 5"),
            ("0 0 * * #2", 9, "missing"), ("? * * * *", 1, "allowed"), ("@reboot", 1, "@daily"),
            ("@daily 1 * * *", 1, "stands alone"), ("0 0 \u{7}1 * *", 5, "this is not allowed"),
            ("99999999999999999999 * * * *", 1, "allowed"),
        ])
    func refusals(_ text: String, _ position: Int, _ words: String) throws {
        let error = #expect(throws: CronError.self) { try CronExpression(text) }
        #expect(
            error?.position == position && error?.message.contains(words) == true,
            "\(text): \(String(describing: error))")
    }

    @Test("random bytes are read or refused, never more")
    func fuzz() throws {
        var generator = SeededGenerator(Settings.seed)
        let letters = Array("0123456789*/,-LW#? JANFEBMON@é\t")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "*"
                })
            guard let expression = try? CronExpression(text) else { continue }
            #expect(expression.next(after: Date(), in: .gmt) != nil, "\(text)")
        }
        #expect(throws: CronError.self) { try CronExpression(String(repeating: "1,", count: 200) + "1 * * * *") }
    }

    @Test("zones are those of the IANA database, by name")
    func zones() {
        for name in ["Europe/Paris", "UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "CET", "GMT"] {
            #expect(TimeZone.named(name) != nil, "\(name)")
        }
        for name in [
            "", "Paris", "GMT+5", "UTC+3", "+02:00", "PST", "IST", "Europe/paris", "gb", "Mars/Olympus",
            "../etc/passwd", "Europe/", "Europe/Paris\0", "Europe/Paris\0x", "EST5EDT\0", "UTC\0",
        ] {
            #expect(TimeZone.named(name) == nil, "\(name.debugDescription)")
        }
    }

    @Test("the shortest time between two occurrences")
    func gaps() throws {
        for (text, gap) in [
            ("* * * * * *", 1), ("* * * * *", 60), ("*/5 * * * *", 300), ("0 0 * * *", 86_400), ("0 0,23 * * *", 3600),
            ("58 23 * * *", 86_400), ("0,58 0,23 * * *", 120), ("*/7 * * * *", 240),
        ] {
            #expect(try CronExpression(text).shortestGap == gap, "\(text)")
        }
    }
}
