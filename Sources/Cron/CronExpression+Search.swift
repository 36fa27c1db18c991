import Foundation

extension CronExpression {
    /// Beyond so many years nothing is looked for: the rarest day, a 29 February on a given weekday, comes within 40.
    private static let horizon = 100

    /// The first reading of the clock that fits and is not before `start`; nil when there is none within a century.
    func reading(from start: CivilTime) -> CivilTime? {
        let day = start.day
        var time = timeOfDay(from: start.secondOfDay)
        // The rest of the first day is over: from the next one on.
        var earliest = time == nil ? day.day + 1 : day.day
        var year = day.year
        var month = day.month
        while year <= day.year + Self.horizon {
            if months.contains(month), let found = days.days(in: month, of: year).first(from: earliest) {
                let isFirst = year == day.year && month == day.month && found == day.day
                if !isFirst { time = timeOfDay(from: 0) }
                guard let time else { return nil }
                return CivilTime(CivilTime.Day(year: year, month: month, day: found), secondOfDay: time)
            }
            earliest = 1
            month += 1
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        return nil
    }

    /// The first second of a day that fits and is at least `start`.
    private func timeOfDay(from start: Int) -> Int? {
        var (hour, minute, second) = (start / 3600, start / 60 % 60, start % 60)
        while let foundHour = hours.first(from: hour) {
            if foundHour != hour { (hour, minute, second) = (foundHour, 0, 0) }
            while let foundMinute = minutes.first(from: minute) {
                if foundMinute != minute { (minute, second) = (foundMinute, 0) }
                if let foundSecond = seconds.first(from: second) { return hour * 3600 + minute * 60 + foundSecond }
                (minute, second) = (minute + 1, 0)
            }
            (hour, minute, second) = (hour + 1, 0, 0)
        }
        return nil
    }
}
