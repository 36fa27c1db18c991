/// A reading of a clock on a wall: no zone, no daylight saving, every day of 24 hours. As a number it counts the seconds
/// since the reading 1970-01-01 00:00:00.
struct CivilTime: Hashable, Comparable, Sendable {
    var seconds: Int

    /// Of the proleptic Gregorian calendar.
    struct Day: Hashable, Sendable {
        var year: Int
        /// 1 to 12.
        var month: Int
        /// 1 to 31.
        var day: Int
    }

    init(seconds: Int) { self.seconds = seconds }

    init(_ day: Day, secondOfDay: Int = 0) {
        seconds = Self.number(of: day) * 86_400 + secondOfDay
    }

    var secondOfDay: Int { seconds - dayNumber * 86_400 }

    /// Days since 1970-01-01.
    var dayNumber: Int { seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400 }

    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    var day: Day {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Day(year: year, month: month, day: dayOfYear - (153 * march + 2) / 5 + 1)
    }

    /// Source: as above, days_from_civil.
    private static func number(of day: Day) -> Int {
        let year = day.month <= 2 ? day.year - 1 : day.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (day.month > 2 ? day.month - 3 : day.month + 9) + 2) / 5 + day.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Sunday: 1970-01-01 was a Thursday.
    static func weekday(_ day: Day) -> Int {
        let number = number(of: day)
        return number >= -4 ? (number + 4) % 7 : (number + 5) % 7 + 6
    }

    static func daysInMonth(_ month: Int, of year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    static func < (left: CivilTime, right: CivilTime) -> Bool { left.seconds < right.seconds }
}
