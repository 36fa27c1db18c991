import Contracts

/// A part of a message with a blank line before and after it.
enum MessageBlock: Sendable, Hashable {
    case paragraph([String])
    case list([String])

    /// Lines of a list that are shown.
    static let listed = 10

    /// A list, whose last line says how many are not shown.
    init(_ lines: [String], shownAtMost limit: Int, _ format: LocalFormat) {
        let more = lines.count - limit
        guard more > 0 else {
            self = .list(lines)
            return
        }
        self = .list(lines.prefix(limit) + [Phrases(language: format.language).more(format.number(more))])
    }

    var lines: [String] {
        switch self {
        case .paragraph(let lines): lines
        case .list(let lines): lines.map { "• " + $0 }
        }
    }

    var text: String { lines.joined(separator: "\n") }
}
