public import Foundation

/// Numbers, amounts and times as they are written in a language, and seen on the clock of a zone. Of our own, so that a mail
/// or an invoice does not depend on the locale data of the machine.
public struct LocalFormat: Sendable {
    public let language: Language
    public let timeZone: TimeZone

    public init(language: Language, timeZone: TimeZone) {
        (self.language, self.timeZone) = (language, timeZone)
    }

    private static let noBreak = "\u{A0}"

    public func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += language == .french ? Self.noBreak : "," }
            text.append(digit)
        }
        return text
    }

    /// At most one decimal.
    public func percent(_ percent: Double) -> String {
        let tenths = Int(exactly: (percent * 10).rounded()) ?? 0
        return sign(fixed(tenths, decimals: tenths % 10 == 0 ? 0 : 1, of: 1))
    }

    /// As many decimals as it has.
    /// - Parameter hundredths: of a per cent: 550 are 5.5 %.
    public func percent(hundredths: Int) -> String {
        let decimals = hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2
        return sign(fixed(hundredths, decimals: decimals, of: 2))
    }

    private func sign(_ percent: String) -> String { percent + (language == .french ? Self.noBreak + "%" : "%") }

    public func money(_ money: Money) -> String {
        let decimals = money.currency.decimals
        let amount = fixed(Int(clamping: money.cents.magnitude), decimals: decimals, of: decimals)
        return signed(amount, money.currency, isNegative: money.cents < 0)
    }

    /// The price of one, with the decimals of its currency, and more where it has more.
    /// - Parameter micros: millionths of the currency's unit.
    public func price(micros: Int64, in currency: Currency) -> String {
        var (units, decimals) = (Int(clamping: micros.magnitude), 6)
        while decimals > currency.decimals, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
        return signed(fixed(units, decimals: decimals, of: decimals), currency, isNegative: micros < 0)
    }

    private func signed(_ amount: String, _ currency: Currency, isNegative: Bool) -> String {
        let sign = isNegative ? "-" : ""
        switch language {
        case .english: return sign + (currency.symbol ?? currency.code + Self.noBreak) + amount
        case .french: return sign + amount + Self.noBreak + (currency.symbol ?? currency.code)
        }
    }

    /// - Parameters:
    ///   - units: of the last of `digits` decimals, not negative.
    ///   - decimals: how many of them are shown.
    private func fixed(_ units: Int, decimals: Int, of digits: Int) -> String {
        let unit = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][min(digits, 6)]
        let whole = number(units / unit)
        guard decimals > 0 else { return whole }
        let fraction = String(unit + units % unit).dropFirst().prefix(decimals)
        return whole + (language == .french ? "," : ".") + fraction
    }

    /// `30 November 2026`, `1er décembre 2026`.
    public func day(_ day: CalendarDay) -> String {
        let number = language == .french && day.day == 1 ? "1er" : String(day.day)
        return "\(number)\(Self.noBreak)\(month(day))"
    }

    /// `November 2026`, `novembre 2026`.
    public func month(_ day: CalendarDay) -> String {
        let names = language == .french ? Self.frenchMonths : Self.englishMonths
        // bounds: a day's month is 1 to 12.
        return "\(names[day.month - 1]) \(day.year)"
    }

    /// `Monday 30 November 2026 at 14:30 (Europe/Paris)`, `lundi 30 novembre 2026 à 14 h 30 (Europe/Paris)`.
    public func moment(_ moment: Moment) -> String {
        let (day, hour, minute) = moment.reading(in: timeZone)
        let names = language == .french ? Self.frenchDays : Self.englishDays
        let minutes = minute < 10 ? "0\(minute)" : "\(minute)"
        // Foundation calls UTC GMT.
        let zone = timeZone.identifier == "GMT" ? "UTC" : timeZone.identifier
        // bounds: a weekday is 0 to 6.
        let date = "\(names[day.weekday]) \(self.day(day))"
        switch language {
        case .english: return "\(date) at \(hour):\(minutes) (\(zone))"
        case .french:
            let time = "\(hour)\(Self.noBreak)h" + (minute == 0 ? "" : Self.noBreak + minutes)
            return "\(date) à \(time) (\(zone))"
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    private static let englishDays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let frenchDays = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
}
