import Contracts

/// A line of a template, cut into what stands there and what is filled in.
struct TextLine: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        case literal(String)
        case value(String)
        /// The forms of a count or a choice.
        case forms(String, [String])
    }

    let pieces: [Piece]

    init(_ text: String, _ language: Language) {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let match = rest.firstMatch(of: #/\{\{([a-z_]+)((?:\|[^|{}]*)*)\}\}/#) {
            pieces.append(.literal(Self.spaced(rest[..<match.range.lowerBound], language)))
            let name = String(match.output.1)
            let forms = match.output.2.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
            pieces.append(match.output.2.isEmpty ? .value(name) : .forms(name, forms.map { Self.spaced($0, language) }))
            rest = rest[match.range.upperBound...]
        }
        pieces.append(.literal(Self.spaced(rest, language)))
        self.pieces = pieces.filter { $0 != .literal("") }
    }

    var names: [String] {
        pieces.compactMap { piece in
            switch piece {
            case .literal: nil
            case .value(let name), .forms(let name, _): name
            }
        }
    }

    /// - Returns: nil when a variable was not given. A value goes in as it is: what looks like a variable in it is text.
    func filled(_ arguments: [String: Argument], _ format: LocalFormat) -> String? {
        var line = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): line += text
            case .value(let name):
                guard let argument = arguments[name] else { return nil }
                line += argument.text(in: format)
            case .forms(let name, let forms):
                guard let argument = arguments[name], let form = argument.form(in: format.language), form < forms.count
                else { return nil }
                line += forms[form].replacing("#", with: argument.text(in: format))
            }
        }
        return line
    }

    /// In French, high punctuation and guillemets are kept on the line of their word.
    private static func spaced(_ text: Substring, _ language: Language) -> String {
        var text = String(text)
        guard language == .french else { return text }
        for mark in [":", ";", "?", "!", "»"] { text = text.replacing(" \(mark)", with: "\u{A0}\(mark)") }
        return text.replacing("« ", with: "«\u{A0}")
    }
}
