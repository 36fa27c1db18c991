import Glibc

/// The three ways in which HTTP writes a moment (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
public enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970; nil for what is no date.
    public static func seconds(_ text: String) -> Int? {
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split { " ,-".contains($0) }
        if words.count == 6, words[5] == "GMT" {
            return seconds(year: words[3], month: words[2], day: words[1], time: words[4])
        }
        guard words.count == 5 else { return nil }
        return seconds(year: words[4], month: words[1], day: words[2], time: words[3])
    }

    private static func seconds(year: Substring, month: Substring, day: Substring, time: Substring) -> Int? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false)
        guard let month = months.firstIndex(of: String(month)), let day = number(day, 1...31), clock.count == 3,
            let hour = number(clock[0], 0...23), let minute = number(clock[1], 0...59),
            let second = number(clock[2], 0...60), let year = fullYear(year)
        else { return nil }
        return days(year, month + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Two digits are a year from 1970 to 2069.
    private static func fullYear(_ text: Substring) -> Int? {
        if text.utf8.count == 2 { return number(text, 0...99).map { $0 < 70 ? 2000 + $0 : 1900 + $0 } }
        return text.utf8.count == 4 ? number(text, 1...9999) : nil
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), range.contains(value) else {
            return nil
        }
        return value
    }

    /// From 1970-01-01, in the Gregorian calendar: years begin in March, so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

extension HTTPClientHeaders {
    /// How long the server asks to wait (RFC 9110, 10.2.3), from a number of seconds or a date; zero for a date that has
    /// passed. Nil when it does not say, or not so that it can be read.
    /// - Parameter now: seconds since 1970, for a date.
    public func retryAfter(now: Int = time(nil)) -> Duration? {
        guard let text = self["retry-after"], text.utf8.count <= 40 else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !text.isEmpty {
            // What no number holds is longer than any wait.
            return .seconds(Int(text) ?? Int(Int32.max))
        }
        return HTTPDate.seconds(text).map { .seconds(max(0, $0 - now)) }
    }
}
