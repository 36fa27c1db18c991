import Foundation

/// Whether a quotation really stands in a text. A model changes white space, quotation marks, dashes and the case of letters,
/// and may spell one character in two ways of Unicode; all of these are taken for the same, and nothing else is.
public enum QuoteCheck {
    /// Shorter ones, of characters without white space, are found everywhere and prove nothing.
    public static let minimumLength = 10

    /// - Returns: where it stands first, in bytes of `text`'s UTF-8, whole characters; nil where it does not, or is too short.
    public static func find(_ quote: String, in text: String) -> Range<Int>? {
        let wanted = folded(quote).map(\.text)
        guard wanted.count(where: { $0 != " " }) >= minimumLength else { return nil }
        let marks = folded(text)
        guard let first = firstMatch(of: wanted, in: marks) else { return nil }
        // bounds: a match lies within the text's marks.
        return marks[first].range.lowerBound..<marks[first + wanted.count - 1].range.upperBound
    }

    /// A character as it is compared, and where it stands.
    private struct Mark {
        let text: String
        let range: Range<Int>
    }

    /// Without white space at its ends, and without that which French sets within its quotation marks.
    private static func folded(_ text: String) -> [Mark] {
        var marks: [Mark] = []
        var offset = 0
        var isSpaceDropped = true
        for character in text {
            let range = offset..<(offset + character.utf8.count)
            offset = range.upperBound
            if character.isWhitespace {
                if !isSpaceDropped, marks.last?.text != " " { marks.append(Mark(text: " ", range: range)) }
                continue
            }
            if character == "»", marks.last?.text == " " { marks.removeLast() }
            isSpaceDropped = character == "«"
            marks.append(Mark(text: folded(character), range: range))
        }
        if marks.last?.text == " " { marks.removeLast() }
        return marks
    }

    private static func folded(_ character: Character) -> String {
        switch character {
        case "«", "»", "“", "”", "„", "‟", "\"", "″": "\""
        case "’", "‘", "‚", "‛", "'", "ʼ", "′": "'"
        case "-", "‐", "‑", "‒", "–", "—", "―", "−": "-"
        case "…": "…"
        // Strings are compared by canonical equivalence: é is e with an accent.
        default: character.lowercased()
        }
    }

    /// Knuth, Morris and Pratt's: linear, whatever a model makes up.
    private static func firstMatch(of wanted: [String], in marks: [Mark]) -> Int? {
        guard !wanted.isEmpty, wanted.count <= marks.count else { return nil }
        // bounds: every number here is below that of characters wanted.
        var borders = [Int](repeating: 0, count: wanted.count)
        var length = 0
        for index in wanted.indices.dropFirst() {
            while length > 0, wanted[index] != wanted[length] { length = borders[length - 1] }
            if wanted[index] == wanted[length] { length += 1 }
            borders[index] = length
        }
        length = 0
        for (index, mark) in marks.enumerated() {
            while length > 0, mark.text != wanted[length] { length = borders[length - 1] }
            if mark.text == wanted[length] { length += 1 }
            if length == wanted.count { return index + 1 - length }
        }
        return nil
    }
}
