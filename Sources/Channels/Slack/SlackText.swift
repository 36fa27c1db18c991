/// Text as Slack shows it literally: `&`, `<` and `>` begin and end its links and mentions, such as `<!channel>`.
enum SlackText {
    /// - Parameter longest: in UTF-16 units of the escaped text; what is longer is cut and ends in an ellipsis.
    static func escaped(_ text: String, longest: Int) -> String {
        var result = ""
        var count = 0
        /// Bytes that stay when the text has to be cut: as many as leave room for the ellipsis.
        var kept = 0
        for character in text {
            let piece = escaped(character)
            result += piece
            count += piece.utf16.count
            if count < longest { kept = result.utf8.count }
            if count > longest { return String(decoding: result.utf8.prefix(kept), as: UTF8.self) + "…" }
        }
        return result
    }

    /// Scalar by scalar: with an accent on it, `<` is another character, and the same sign to Slack.
    private static func escaped(_ character: Character) -> String {
        var result = ""
        for scalar in character.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: if isShown(scalar) { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// Not control characters, and not those that reverse the order of what follows.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: true
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
