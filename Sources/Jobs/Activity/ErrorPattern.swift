/// What errors of one cause have in common: the first line, with an ellipsis for each word that holds a number, an id, an
/// address or a URL, and for each text in quotation marks.
enum ErrorPattern {
    private static let longestLine = 400
    private static let longest = 200
    private static let longestWord = 40
    private static let closing: [Character: Character] = [
        "\"": "\"", "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“",
    ]
    private static let punctuation: Set<Character> = [".", ",", ";", ":", "!", "?", ")", "]", "}"]
    private static let opening: Set<Character> = ["(", "[", "{"]

    static func text(of message: String) -> String {
        let line = message.prefix { !$0.isNewline }.prefix(longestLine)
        var words: [String] = []
        for word in unquoted(line).split(whereSeparator: \.isWhitespace) {
            let plain = varies(word) ? stripped(word) : String(word)
            if plain == "…", words.last == "…" { continue }
            words.append(plain)
        }
        return String(words.joined(separator: " ").prefix(longest))
    }

    /// A quotation mark opens at the beginning of a word, and closes where its counterpart comes.
    private static func unquoted(_ line: Substring) -> String {
        var text = ""
        var rest = line
        while let character = rest.first {
            rest = rest.dropFirst()
            let isAtStart = text.last.map { $0.isWhitespace || opening.contains($0) } ?? true
            if isAtStart, let mark = closing[character], let end = rest.firstIndex(of: mark) {
                text += "…"
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(character)
            }
        }
        return text
    }

    private static func varies(_ word: Substring) -> Bool {
        word.count > longestWord || word.contains { $0.isNumber || $0 == "@" || $0 == "/" || $0 == "…" }
    }

    /// Keeps the punctuation around a word.
    private static func stripped(_ word: Substring) -> String {
        let front = word.prefix { opening.contains($0) }
        let back = String(word.reversed().prefix { punctuation.contains($0) }.reversed())
        return front + "…" + back
    }
}
