/// How a zone's clocks are turned in every year, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2017, 8.3 (TZ), with the hours of -167 to 167 of RFC 9636, 3.3.1.
struct YearlyRule: Sendable {
    /// A day and the second of it on the clocks that are turned then.
    private struct Turn {
        enum Day {
            /// 1 to 365; the 29th of February is not counted.
            case withoutLeapDay(Int)
            /// 0 to 365; the 29th of February is counted.
            case ofYear(Int)
            /// A weekday, 0 is Sunday; the first to the fourth of a month, the fifth is its last.
            case weekday(Int, week: Int, month: Int)
        }

        let day: Day
        let second: Int

        /// In seconds since the reading 1970-01-01 00:00.
        func reading(in year: Int) -> Int {
            let newYear = CivilTime.Day(year: year, month: 1, day: 1)
            switch day {
            case .ofYear(let number): return CivilTime(newYear).seconds + number * 86_400 + second
            case .withoutLeapDay(let number):
                let leapt = CivilTime.daysInMonth(2, of: year) == 29 && number >= 60 ? 0 : -1
                return CivilTime(newYear).seconds + (number + leapt) * 86_400 + second
            case .weekday(let weekday, let week, let month):
                let first = CivilTime.Day(year: year, month: month, day: 1)
                let ahead = (weekday - CivilTime.weekday(first) + 7) % 7
                var day = 1 + ahead + (week - 1) * 7
                if day > CivilTime.daysInMonth(month, of: year) { day -= 7 }
                return CivilTime(CivilTime.Day(year: year, month: month, day: day)).seconds + second
            }
        }
    }

    /// Seconds ahead of UTC.
    private let standard: Int
    private let daylight: (offset: Int, from: Turn, to: Turn)?

    init?(_ text: String) {
        var parser = Parser(text: text[...])
        guard parser.skipName(), let standard = parser.time() else { return nil }
        self.standard = -standard
        guard !parser.text.isEmpty else {
            daylight = nil
            return
        }
        guard parser.skipName() else { return nil }
        var offset = 3600 - standard
        if parser.text.first != "," {
            guard let own = parser.time() else { return nil }
            offset = -own
        }
        guard parser.skip(","), let from = parser.turn(), parser.skip(","), let to = parser.turn(), parser.text.isEmpty
        else { return nil }
        daylight = (offset, from, to)
    }

    func offset(at instant: Int) -> Int {
        guard let daylight else { return standard }
        let year = CivilTime(seconds: instant + standard).day.year
        let from = daylight.from.reading(in: year) - standard
        let to = daylight.to.reading(in: year) - daylight.offset
        // In the south, summer is at both ends of the year.
        let isDaylight = from < to ? from <= instant && instant < to : instant < to || from <= instant
        return isDaylight ? daylight.offset : standard
    }

    private struct Parser {
        var text: Substring

        mutating func skip(_ character: Character) -> Bool {
            guard text.first == character else { return false }
            text.removeFirst()
            return true
        }

        /// `CET` or `<+05>`.
        mutating func skipName() -> Bool {
            if skip("<") {
                text = text.drop { $0 != ">" }
                return skip(">")
            }
            let letters = text.prefix { $0.isASCII && $0.isLetter }
            text = text.dropFirst(letters.count)
            return letters.count >= 3
        }

        /// At most 999: what is longer is none.
        mutating func number() -> Int? {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 3, let number = Int(digits) else { return nil }
            text = text.dropFirst(digits.count)
            return number
        }

        /// `-2`, `3:30` or `+1:00:00`, in seconds.
        mutating func time() -> Int? {
            let sign = skip("-") ? -1 : 1
            if sign == 1 { _ = skip("+") }
            guard let hours = number() else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where skip(":") {
                guard let number = number() else { return nil }
                seconds += number * unit
            }
            return sign * seconds
        }

        /// `M10.5.0/3`, `J60` or `59`; at two o'clock where it says no time.
        mutating func turn() -> Turn? {
            guard let day = day() else { return nil }
            guard skip("/") else { return Turn(day: day, second: 7200) }
            return time().map { Turn(day: day, second: $0) }
        }

        private mutating func day() -> Turn.Day? {
            if skip("J") {
                guard let number = number(), (1...365).contains(number) else { return nil }
                return .withoutLeapDay(number)
            }
            guard skip("M") else { return number().flatMap { $0 <= 365 ? .ofYear($0) : nil } }
            guard let month = number(), (1...12).contains(month), skip("."), let week = number(),
                (1...5).contains(week),
                skip("."), let weekday = number(), weekday <= 6
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        }
    }
}
