/// One of the fields of an expression: its name, its numbers, and the names that stand for some of them.
enum CronField: String, Sendable, CaseIterable {
    case second, minute, hour
    case day = "day of the month"
    case month
    case weekday = "day of the week"

    var range: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        // 0 and 7 are both Sunday.
        case .weekday: 0...7
        }
    }

    /// How many there are: the weekdays' range names Sunday twice.
    var size: Int { self == .weekday ? 7 : range.count }

    func number(named name: String) -> Int? {
        switch self {
        case .month: Self.months.firstIndex(of: name.uppercased()).map { $0 + 1 }
        case .weekday: Self.weekdays.firstIndex(of: name.uppercased())
        case .second, .minute, .hour, .day: nil
        }
    }

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// What may stand for one value.
    var allowed: String {
        switch self {
        case .second, .minute, .hour: "\(range.lowerBound) to \(range.upperBound)"
        case .day: "1 to 31, L, L-3, LW or 15W"
        case .month: "1 to 12 or JAN to DEC"
        case .weekday: "0 to 7 (0 and 7 are Sunday), SUN to SAT, 5L or MON#2"
        }
    }
}
