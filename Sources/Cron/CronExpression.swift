/// When something happens again and again, by the clock on the wall: five fields, or six with seconds first.
///
///     ┌ second (0 to 59; 0 when there are five fields)
///     │ ┌ minute (0 to 59)
///     │ │ ┌ hour (0 to 23)
///     │ │ │ ┌ day of the month (1 to 31, L, L-3, LW, 15W)
///     │ │ │ │ ┌ month (1 to 12, JAN to DEC)
///     │ │ │ │ │ ┌ day of the week (0 to 7, SUN to SAT, 5L, MON#2)
///     0 0 9 * * MON-FRI
///
/// Sources: crontab(5) for the fields, names, steps and the rule for the two days; Quartz (CronExpression) for the
/// seconds, `L`, `W`, `#` and `?`. docs/schedules.md has the whole grammar.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// As it was given, with single spaces.
    public let description: String

    let seconds: NumberSet
    let minutes: NumberSet
    let hours: NumberSet
    let months: NumberSet
    let days: DayRule

    /// Every hour of the day is meant, so it goes by the hours that pass and not by their names.
    var hasEveryHour: Bool { hours.count == 24 }

    /// The longest expression that is read, in bytes.
    public static let longest = 200

    private static let nicknames = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    /// - Throws: `CronError`, which says where and what is allowed.
    public init(_ text: String) throws(CronError) {
        guard text.utf8.count <= Self.longest else {
            throw CronError(at: Self.longest, "an expression has at most \(Self.longest) bytes")
        }
        var words = Self.words(text)
        description = words.map { String($0.text) }.joined(separator: " ")
        if let first = words.first, first.text.hasPrefix("@") {
            guard words.count == 1, let meaning = Self.nicknames[first.text.lowercased()] else {
                let known = Self.nicknames.keys.sorted().joined(separator: ", ")
                throw CronError(at: first.position, "no such name stands alone; known are \(known)")
            }
            words = Self.words(meaning)
        }
        guard words.count == 5 || words.count == 6 else {
            throw CronError(
                at: words.count > 6 ? words[6].position : text.count + 1,
                "five fields are needed (minute, hour, day, month, day of the week), or six with the second first; "
                    + "there are \(words.count)")
        }
        var sets: [CronField: NumberSet] = [.second: NumberSet([0])]
        var rule = DayRule()
        for (field, word) in zip(CronField.allCases.suffix(words.count), words) {
            let parser = try FieldParser(field, word.text, at: word.position, rule)
            sets[field] = parser.numbers
            rule = parser.rule
            let isStarred = word.text.hasPrefix("*") || word.text.hasPrefix("?")
            if field == .day { rule.anyDay = isStarred }
            if field == .weekday { rule.anyWeekday = isStarred }
        }
        rule.days = sets[.day] ?? NumberSet()
        rule.weekdays = sets[.weekday] ?? NumberSet()
        seconds = sets[.second] ?? NumberSet()
        minutes = sets[.minute] ?? NumberSet()
        hours = sets[.hour] ?? NumberSet()
        months = sets[.month] ?? NumberSet()
        days = rule
        guard hasDays else {
            throw CronError(at: words[words.count - 3].position, "no such day ever comes in the months that are named")
        }
    }

    /// Whether there is a day at all: the calendar repeats itself after 400 years.
    private var hasDays: Bool {
        for year in 2000..<2400 {
            for month in months.numbers where !days.days(in: month, of: year).isEmpty { return true }
        }
        return false
    }

    private static func words(_ text: String) -> [(text: Substring, position: Int)] {
        var words: [(text: Substring, position: Int)] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
            words.append((word, text.distance(from: text.startIndex, to: word.startIndex) + 1))
        }
        return words
    }

    /// The shortest time between two readings of the clock that fit, in seconds; days that follow each other are taken
    /// for granted.
    public var shortestGap: Int {
        var shortest = 86_400
        var first: Int?
        var last: Int?
        for hour in hours.numbers {
            for minute in minutes.numbers {
                for second in seconds.numbers {
                    let time = hour * 3600 + minute * 60 + second
                    if let last { shortest = min(shortest, time - last) }
                    if shortest == 1 { return 1 }
                    first = first ?? time
                    last = time
                }
            }
        }
        if let first, let last { shortest = min(shortest, first + 86_400 - last) }
        return shortest
    }
}
