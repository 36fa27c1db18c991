import Contracts
import Foundation

/// The value of a variable, in its type.
enum Argument: Sendable, Hashable {
    case text(String)
    case count(Int)
    case percent(Double)
    /// By the clocks of a zone; nil: of the reader's.
    case moment(Moment, TimeZone?)
    case day(CalendarDay)
    /// Its first day.
    case month(CalendarDay)
    case money(Money)
    case list([String])
    case choice(Int)

    func text(in format: LocalFormat) -> String {
        switch self {
        case .text(let text): text
        case .count(let count): format.number(count)
        case .percent(let percent): format.percent(percent)
        case .moment(let moment, let zone):
            LocalFormat(language: format.language, timeZone: zone ?? format.timeZone).moment(moment)
        case .day(let day): format.day(day)
        case .month(let day): format.month(day)
        case .money(let money): format.money(money)
        case .list(let lines): format.number(lines.count)
        // A choice has forms and no text of its own.
        case .choice: ""
        }
    }

    /// Which of a text's forms is meant: of one and many, or of the choices.
    func form(in language: Language) -> Int? {
        switch self {
        case .count(let count): language.isSingular(count) ? 0 : 1
        case .list(let lines): language.isSingular(lines.count) ? 0 : 1
        case .choice(let index): index
        default: nil
        }
    }
}
