public import Foundation

/// Points in time as text (RFC 3339, section 5.6).
public enum RFC3339 {
    /// In UTC with six digits of a second: `2026-10-31T23:59:59.123456Z`. Beyond the years 0001 to 9999 their first or last
    /// microsecond.
    public static func format(_ date: Date) -> String {
        // What PostgreSQL has beyond the years that have a text is shown as the nearest that has one: a `Double` that far
        // from its epoch, too, which cannot hold the last microseconds of the year 9999.
        let moment = date.timeIntervalSince1970
        guard moment >= years.lowerBound else { return "0001-01-01T00:00:00.000000Z" }
        guard moment < years.upperBound else { return "9999-12-31T23:59:59.999999Z" }
        // Rounded, so that .9999999 carries into the seconds; these apart, which as microseconds no `Double` holds exactly.
        let whole = moment.rounded(.down)
        let microseconds = min(
            Int(whole) * 1_000_000 + Int(((moment - whole) * 1_000_000).rounded()), lastMicrosecond)
        let seconds = floorDivide(microseconds, 1_000_000)
        let days = floorDivide(seconds, 86400)
        let (year, month, day) = civil(fromDays: days)
        let time = seconds - days * 86400
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "T" + pad(time / 3600, 2) + ":"
            + pad(time / 60 % 60, 2) + ":" + pad(time % 60, 2) + "." + pad(microseconds - seconds * 1_000_000, 6) + "Z"
    }

    /// From 0001-01-01T00:00:00Z to the end of 9999, in seconds since 1970.
    private static let years = -62_135_596_800.0..<253_402_300_800.0
    private static let lastMicrosecond = 253_402_300_799_999_999

    /// - Returns: nil for what is not a whole date-time with its offset, or in UTC not within the years 0001 to 9999, which
    ///   `format` could not write; a leap second is taken as the next second.
    public static func parse(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10].asciiLowercased == 0x74,
            bytes[13] == 0x3A, bytes[16] == 0x3A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]),
            (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            rest = rest[digits.endIndex...]
        }
        guard let offset = offset(rest) else { return nil }
        let days = self.days(year, month, day)
        let time = Double(days * 86400 + hour * 3600 + minute * 60 + second - offset) + fraction
        // The last microseconds of the year 9999 lie between two `Double`s: they are the lower one.
        if time == years.upperBound, fraction > 0 { return Date(timeIntervalSince1970: time.nextDown) }
        return years.contains(time) ? Date(timeIntervalSince1970: time) : nil
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.count == 1, bytes.first?.asciiLowercased == UInt8(ascii: "z") { return 0 }
        let start = bytes.startIndex
        guard bytes.count == 6, bytes[start] == UInt8(ascii: "+") || bytes[start] == UInt8(ascii: "-"),
            bytes[start + 3] == UInt8(ascii: ":"), let hours = number(bytes[(start + 1)..<(start + 3)]),
            let minutes = number(bytes[(start + 4)..<(start + 6)]), hours < 24, minutes < 60
        else { return nil }
        return (bytes[start] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

// MARK: The proleptic Gregorian calendar, in years that begin in March so that a leap day ends them

extension RFC3339 {
    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970-01-01.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
