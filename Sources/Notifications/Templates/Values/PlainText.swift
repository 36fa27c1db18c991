import Accounts

/// Texts from outside, made such that a reader sees all of them in the order in which they stand.
enum PlainText {
    /// One line: without control characters and marks of direction, with single spaces.
    static func line(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        var isSpaced = true
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace, scalar != "\u{A0}", scalar != "\u{202F}" {
                if !isSpaced { line.append(" ") }
                isSpaced = true
            } else if String(scalar).isPlainLine {
                line.append(scalar)
                isSpaced = false
            }
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// Lines by paragraph: a blank line ends one.
    static func paragraphs(_ text: String) -> [[String]] {
        var paragraphs: [[String]] = [[]]
        for piece in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = line(String(piece))
            if !line.isEmpty {
                paragraphs[paragraphs.count - 1].append(line)
            } else if paragraphs.last != [] {
                paragraphs.append([])
            }
        }
        return paragraphs.filter { !$0.isEmpty }
    }

    /// At most so many characters, the last an ellipsis where there were more.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        // By whole characters, so that no accent or part of an emoji is left behind; by scalars where one has too many.
        var kept = ""
        var count = 1
        for character in text {
            count += character.unicodeScalars.count
            if count > limit { break }
            kept.append(character)
        }
        if kept.isEmpty { kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))) }
        return kept + "…"
    }
}
