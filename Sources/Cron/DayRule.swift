/// Which days of a month are meant: the day of the month and the day of the week together.
///
/// crontab(5): when both are restricted, a day that fits either is meant; when one of them begins with `*`, a day has to
/// fit both. `L`, `W` and `#` are Quartz's (CronExpression, "Special characters").
struct DayRule: Hashable, Sendable {
    /// 1 to 31.
    var days = NumberSet()
    /// `L` and `L-3`: days before the last of the month.
    var beforeLast = NumberSet()
    /// `15W`: the weekday from Monday to Friday that is nearest, within the month.
    var nearest = NumberSet()
    /// `LW`: the last of Monday to Friday in the month.
    var isLastWorkday = false
    /// 0 (Sunday) to 6.
    var weekdays = NumberSet()
    /// `5L`: the last of that weekday in the month.
    var lastWeekdays = NumberSet()
    /// `MON#2`: the weekday times five, and which one less one.
    var numbered = NumberSet()
    var anyDay = false
    var anyWeekday = false

    /// The days of a month that are meant.
    func days(in month: Int, of year: Int) -> NumberSet {
        let length = CivilTime.daysInMonth(month, of: year)
        if days.count == 31, weekdays.count == 7 { return NumberSet(below: length + 1, from: 1) }
        let first = CivilTime.weekday(CivilTime.Day(year: year, month: month, day: 1))
        let isEach = anyDay || anyWeekday
        var result = NumberSet()
        let special = specialDays(length: length, first: first)
        for day in 1...length {
            let fitsDay = days.contains(day) || special.contains(day)
            let fitsWeekday = fits(weekday: (first + day - 1) % 7, of: day, length: length)
            if isEach ? fitsDay && fitsWeekday : fitsDay || fitsWeekday { result.insert(day) }
        }
        return result
    }

    private func fits(weekday: Int, of day: Int, length: Int) -> Bool {
        weekdays.contains(weekday) || (lastWeekdays.contains(weekday) && day + 7 > length)
            || numbered.contains(weekday * 5 + (day - 1) / 7)
    }

    private func specialDays(length: Int, first: Int) -> NumberSet {
        var result = NumberSet()
        for before in beforeLast.numbers where length - before >= 1 { result.insert(length - before) }
        for day in nearest.numbers where day <= length {
            result.insert(Self.workday(nearest: day, length: length, first: first))
        }
        if isLastWorkday { result.insert(Self.workday(nearest: length, length: length, first: first)) }
        return result
    }

    private static func workday(nearest day: Int, length: Int, first: Int) -> Int {
        switch (first + day - 1) % 7 {
        case 6: day > 1 ? day - 1 : day + 2
        case 0: day < length ? day + 1 : day - 2
        default: day
        }
    }
}
