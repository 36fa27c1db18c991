public import Contracts
public import Foundation

/// Who reads a message, and how times and numbers are written for that person.
public struct Reader: Sendable {
    /// nil where it is not known.
    public let name: String?
    public let language: Language
    public let timeZone: TimeZone

    /// - Parameter locale: a language tag; English for what there are no texts in.
    public init(name: String? = nil, locale: String?, timeZone: TimeZone) {
        let line = name.map { PlainText.cut(PlainText.line($0), to: 200) }
        self.name = line == "" ? nil : line
        language = Language(locale: locale)
        self.timeZone = timeZone
    }
}
