import TestSupport

/// An expression of random classes, and what its fields mean, written down while it is made: nothing of the parser is used.
struct OracleExpression {
    /// A day of the calendar.
    struct Day: Hashable {
        var year: Int
        var month: Int
        var day: Int
        /// 0 is Sunday.
        var weekday: Int
        /// Of its month.
        var length: Int
    }

    private struct Field {
        var text: String
        var values: Set<Int>
    }

    private(set) var text = ""
    let seconds: [Int]
    let minutes: Set<Int>
    let hours: Set<Int>
    private let months: Set<Int>
    private let days: Set<Int>
    private let weekdays: Set<Int>
    private let special: (Day) -> Bool
    private let needsBoth: Bool

    var hasEveryHour: Bool { hours.count == 24 }

    /// - Parameter target: a day, an hour, a minute that the expression is likely to mean.
    init(near target: Day, hour: Int, minute: Int, using generator: inout SeededGenerator) {
        let hasSeconds = Int.random(in: 0..<5, using: &generator) == 0
        let second = hasSeconds ? Self.number(0...59, 0, &generator) : Field(text: "0", values: [0])
        let minuteField = Self.number(0...59, minute, &generator)
        let hourField =
            Int.random(in: 0..<3, using: &generator) == 0
            ? Field(text: ["*", "0-23", "*/1", "12-11"].randomElement(using: &generator) ?? "*", values: Set(0...23))
            : Self.number(0...23, hour, &generator)
        var month = Self.number(1...12, target.month, &generator)
        if Bool.random(using: &generator) {
            month = Field(text: Self.monthNames[target.month - 1], values: [target.month])
        }
        let (day, isDay) = Self.day(target, &generator)
        let (weekday, isWeekday) = Self.weekday(target, &generator)
        seconds = second.values.sorted()
        (minutes, hours, months, days, weekdays) =
            (minuteField.values, hourField.values, month.values, day.values, weekday.values)
        needsBoth = [day, weekday].contains { $0.text.hasPrefix("*") || $0.text.hasPrefix("?") }
        let (hasDay, hasWeekday) = (isDay, isWeekday)
        let both = needsBoth
        special = { [days, weekdays] one in
            let fitsDay = days.contains(one.day) || hasDay(one)
            let fitsWeekday = weekdays.contains(one.weekday) || hasWeekday(one)
            return both ? fitsDay && fitsWeekday : fitsDay || fitsWeekday
        }
        text = ((hasSeconds ? [second] : []) + [minuteField, hourField, day, month, weekday]).map(\.text)
            .joined(separator: " ")
    }

    func fits(_ day: Day) -> Bool { months.contains(day.month) && special(day) }

    // MARK: Fields

    private static let monthNames = [
        "JAN", "feb", "Mar", "APR", "MAY", "JUN", "jul", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let dayNames = ["SUN", "MON", "TUE", "wed", "THU", "Fri", "SAT"]

    /// - Parameter target: is among the values, but for steps that leave it out.
    private static func number(_ range: ClosedRange<Int>, _ target: Int, _ generator: inout SeededGenerator) -> Field {
        let size = range.count
        func walk(_ low: Int, _ length: Int, _ step: Int) -> Set<Int> {
            Set(
                stride(from: 0, through: length, by: step).map {
                    (low - range.lowerBound + $0) % size + range.lowerBound
                })
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return Field(text: "*", values: Set(range))
        case 1:
            let step = Int.random(in: 1...size, using: &generator)
            return Field(text: "*/\(step)", values: walk(range.lowerBound, size - 1, step))
        case 2, 3:
            // From before the target to after it, also over the end.
            let (back, ahead) = (
                Int.random(in: 0..<size / 3, using: &generator), Int.random(in: 0..<size / 3, using: &generator)
            )
            let low = (target - range.lowerBound - back + size) % size + range.lowerBound
            let high = (target - range.lowerBound + ahead) % size + range.lowerBound
            let step = Bool.random(using: &generator) ? 1 : Int.random(in: 1...3, using: &generator)
            return Field(
                text: "\(low)-\(high)\(step == 1 ? "" : "/\(step)")", values: walk(low, back + ahead, step))
        case 4:
            let step = Int.random(in: 1...size, using: &generator)
            return Field(text: "\(target)/\(step)", values: walk(target, range.upperBound - target, step))
        case 5, 6:
            var values = Set((0..<3).map { _ in Int.random(in: range, using: &generator) })
            values.insert(target)
            return Field(text: values.map(String.init).joined(separator: ","), values: values)
        default: return Field(text: "\(target)", values: [target])
        }
    }

    private static func day(_ target: Day, _ generator: inout SeededGenerator) -> (Field, (Day) -> Bool) {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: return (Field(text: "*", values: Set(1...31)), { _ in false })
        case 2: return (Field(text: "?", values: Set(1...31)), { _ in false })
        case 3: return (Field(text: "L", values: []), { $0.day == $0.length })
        case 4:
            let before = max(1, min(27, target.length - target.day))
            return (Field(text: "L-\(before)", values: []), { $0.day == $0.length - before })
        case 5:
            let around = max(1, min(28, target.day + Int.random(in: -2...2, using: &generator)))
            return (Field(text: "\(around)W", values: []), { $0.day == workday(nearest: around, in: $0) })
        case 6: return (Field(text: "LW", values: []), { $0.day == workday(nearest: $0.length, in: $0) })
        case 7:
            let other = Int.random(in: 1...28, using: &generator)
            return (Field(text: "\(other),L", values: [other]), { $0.day == $0.length })
        default: return (number(1...31, min(target.day, 28), &generator), { _ in false })
        }
    }

    private static func weekday(_ target: Day, _ generator: inout SeededGenerator) -> (Field, (Day) -> Bool) {
        let name = Bool.random(using: &generator) ? dayNames[target.weekday] : "\(target.weekday)"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1, 2: return (Field(text: "*", values: Set(0...6)), { _ in false })
        case 3: return (Field(text: "?", values: Set(0...6)), { _ in false })
        case 4, 5:
            let wanted = target.weekday
            return (Field(text: "\(name)L", values: []), { $0.weekday == wanted && $0.day + 7 > $0.length })
        case 6:
            let (wanted, week) = (target.weekday, (target.day - 1) / 7 + 1)
            return (
                Field(text: "\(name)#\(week)", values: []), { $0.weekday == wanted && ($0.day - 1) / 7 + 1 == week }
            )
        case 7: return (Field(text: "7", values: [0]), { _ in false })
        case 8:
            let end = (target.weekday + 2) % 7
            return (
                Field(text: "\(name)-\(dayNames[end])", values: Set((0...2).map { (target.weekday + $0) % 7 })),
                { _ in false }
            )
        default: return (number(0...6, target.weekday, &generator), { _ in false })
        }
    }

    /// Of Monday to Friday, the nearest within the month; none when the month has no such day.
    private static func workday(nearest wanted: Int, in day: Day) -> Int? {
        guard wanted <= day.length else { return nil }
        let candidates = (1...day.length).filter { (1...5).contains((day.weekday + $0 - day.day + 70) % 7) }
        return candidates.min { (abs($0 - wanted), -$0) < (abs($1 - wanted), -$1) }
    }
}
