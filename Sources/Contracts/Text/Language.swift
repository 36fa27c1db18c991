/// In which language a message or a document is written.
public enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case english = "en"
    case french = "fr"

    /// - Parameter locale: a language tag such as `fr` or `fr-CA`; English for what we have no texts in.
    public init(locale: String?) {
        let language = locale?.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self = language.flatMap { Language(rawValue: $0) } ?? .english
    }

    /// CLDR's category `one`.
    public func isSingular(_ count: Int) -> Bool {
        switch self {
        case .english: count == 1
        case .french: count == 0 || count == 1
        }
    }
}
