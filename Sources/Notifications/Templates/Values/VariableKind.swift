import Contracts
import Cron
import Foundation

/// Of what type a variable of a template is.
public enum VariableKind: Sendable, Hashable {
    /// A line of at most so many characters.
    case text(atMost: Int)
    /// A whole number from a lower bound; texts may have a form for one and a form for many.
    case count(from: Int)
    /// 0 to 100.
    case percent
    /// A moment with its offset (RFC 3339), shown by the clock of the reader; as `{"at": …, "time_zone": "Europe/Paris"}` by
    /// the clocks of that zone.
    case moment
    /// A day of the calendar, the same in every zone: `2026-11-30`.
    case day
    /// `2026-11`.
    case month
    /// `{"cents": 4900, "currency": "EUR"}`: in the smallest units of an ISO 4217 currency.
    case money
    /// An address of the web, shown and not linked.
    case url
    /// Lines, of which the first are shown.
    case list
    /// One of these words; texts have a form for each, in this order.
    case choice([String])

    /// In words, for the caller of the API and for docs/templates.md.
    public var expected: String {
        switch self {
        case .text(let limit): "a text of 1 to \(limit) characters"
        case .count(let lowest): "a whole number from \(lowest) to \(Self.highestCount)"
        case .percent: "a number from 0 to 100"
        case .moment: #"a time such as 2026-11-30T14:30:00Z, or {"at": such a time, "time_zone": "Europe/Paris"}"#
        case .day: "a date such as 2026-11-30"
        case .month: "a month such as 2026-11"
        case .money: #"an amount such as {"cents": 4900, "currency": "EUR"}"#
        case .url: "an http or https URL of at most \(NotificationLink.longest) characters"
        case .list: "a list of 1 to \(Self.longestList) texts of 1 to \(Self.longestItem) characters"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        }
    }

    static let highestCount = 1_000_000_000
    static let highestCents = 1_000_000_000_000
    static let longestList = 100
    static let longestItem = 200
}

extension VariableKind {
    /// The value in the type, or where in it a mistake is: a JSON Pointer, empty for the value itself.
    func read(_ value: TemplateValue) -> Result<Argument, Misfit> {
        let argument: Argument? =
            switch self {
            case .text(let limit): Self.line(value, atMost: limit).map { .text($0) }
            case .count(let lowest): Self.whole(value, in: lowest...Self.highestCount).map { .count($0) }
            case .percent: Self.percent(value).map { .percent($0) }
            case .moment: Self.moment(value)
            case .day: Self.plain(value).flatMap { CalendarDay($0) }.map { .day($0) }
            case .month: Self.plain(value).flatMap { CalendarDay("\($0)-01") }.map { .month($0) }
            case .url:
                Self.plain(value).flatMap { NotificationLink($0) }.flatMap { $0.isAbsolute ? .text($0.text) : nil }
            case .choice(let words): Self.plain(value).flatMap { words.firstIndex(of: $0) }.map { .choice($0) }
            case .money: nil
            case .list: nil
            }
        if let argument { return .success(argument) }
        switch self {
        case .money: return Self.money(value)
        case .list: return Self.list(value)
        default: return .failure(Misfit(pointer: "", message: "should be \(expected)"))
        }
    }

    struct Misfit: Error {
        let pointer: String
        let message: String
    }

    private static func plain(_ value: TemplateValue) -> String? {
        if case .text(let text) = value { text } else { nil }
    }

    private static func moment(_ value: TemplateValue) -> Argument? {
        guard case .object(let members) = value else {
            return plain(value).flatMap { Moment($0) }.map { .moment($0, nil) }
        }
        guard members.count == 2, let moment = members["at"].flatMap(plain).flatMap({ Moment($0) }),
            let zone = members["time_zone"].flatMap(plain).flatMap({ TimeZone.named($0) })
        else { return nil }
        return .moment(moment, zone)
    }

    private static func line(_ value: TemplateValue, atMost limit: Int) -> String? {
        // The length is looked at first: a megabyte is not cleaned before it is refused.
        guard let text = plain(value), text.unicodeScalars.count <= limit else { return nil }
        let line = PlainText.line(text)
        return line.isEmpty ? nil : line
    }

    private static func whole(_ value: TemplateValue, in range: ClosedRange<Int>) -> Int? {
        let number: Int? =
            switch value {
            case .integer(let integer): integer
            case .decimal(let decimal): Int(exactly: decimal)
            default: nil
            }
        return number.flatMap { range.contains($0) ? $0 : nil }
    }

    private static func percent(_ value: TemplateValue) -> Double? {
        let number: Double? =
            switch value {
            case .integer(let integer): Double(integer)
            case .decimal(let decimal): decimal
            default: nil
            }
        return number.flatMap { (0...100).contains($0) ? $0 : nil }
    }

    private static func money(_ value: TemplateValue) -> Result<Argument, Misfit> {
        guard case .object(let members) = value else {
            return .failure(Misfit(pointer: "", message: "should be \(VariableKind.money.expected)"))
        }
        if let other = members.keys.filter({ $0 != "cents" && $0 != "currency" }).min() {
            return .failure(
                Misfit(pointer: JSONPointer.step(other), message: "is unknown: an amount has cents and currency"))
        }
        guard let cents = members["cents"].flatMap({ whole($0, in: -Self.highestCents...Self.highestCents) }) else {
            return .failure(
                Misfit(pointer: "/cents", message: "should be a whole number, within ±\(Self.highestCents)"))
        }
        guard let currency = members["currency"].flatMap(plain), let money = Money(cents: cents, currency: currency)
        else {
            return .failure(Misfit(pointer: "/currency", message: "should be three capital letters such as EUR"))
        }
        return .success(.money(money))
    }

    private static func list(_ value: TemplateValue) -> Result<Argument, Misfit> {
        guard case .list(let elements) = value, (1...longestList).contains(elements.count) else {
            return .failure(Misfit(pointer: "", message: "should be \(VariableKind.list.expected)"))
        }
        var lines: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = line(element, atMost: longestItem) else {
                let expected = VariableKind.text(atMost: longestItem).expected
                return .failure(Misfit(pointer: "/\(index)", message: "should be \(expected)"))
            }
            lines.append(text)
        }
        return .success(.list(lines))
    }
}
