import Foundation

/// Texts within a message's header (RFC 5322, 2.2; RFC 2047): whatever they hold, they begin no field of their own.
enum MailText {
    /// Of a subject or a name, which is cut there.
    static let characters = 400
    /// Of an encoded word with its marks: at most 75 characters of a line.
    private static let encodedBytes = 45
    private static let lineLength = 76

    /// A subject.
    /// - Parameter width: how much of the line the field's name takes.
    static func unstructured(_ text: String, after width: Int) -> String {
        let text = cleaned(text)
        return isPlain(text) && text.utf8.count + width <= lineLength ? text : encodedWords(text, after: width)
    }

    /// `name <address>`, on two lines when one is too short for it.
    static func mailbox(_ mailbox: MailMessage.Mailbox, after width: Int) -> String {
        let name = cleaned(mailbox.name ?? "")
        guard !name.isEmpty else { return "<\(mailbox.address)>" }
        let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        let phrase =
            isPlain(name) && quoted.utf8.count + width <= lineLength ? quoted : encodedWords(name, after: width)
        let last =
            phrase.utf8.count
            - (phrase.utf8.lastIndex(of: 0x0A).map { phrase.utf8.distance(from: phrase.utf8.startIndex, to: $0) } ?? 0)
        let isShort = width + last + 3 + mailbox.address.description.utf8.count <= lineLength
        return phrase + (isShort ? " " : "\r\n ") + "<\(mailbox.address)>"
    }

    /// Characters that end lines, steer programs or turn the reading around: none of them is a text's own.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Embeddings, overrides and isolates of the direction.
        case 0x202A...0x202E, 0x2066...0x2069: true
        default:
            switch scalar.properties.generalCategory {
            case .control, .surrogate, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    /// One line, in which what was hidden is a space.
    private static func cleaned(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.prefix(characters + 1).unicodeScalars {
            let shown = isHidden(scalar) ? " " : scalar
            if shown != " " || (!result.isEmpty && result.last != " ") { result.append(shown) }
        }
        var line = String(result)
        if line.count > characters { line = line.prefix(characters - 1) + "…" }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    /// Whether it is itself, and not taken for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    }

    /// `=?UTF-8?B?…?=`, of whole characters, a line each.
    private static func encodedWords(_ text: String, after width: Int) -> String {
        var words: [String] = []
        var part: [UInt8] = []
        // The first line holds the field's name, too.
        var room = min(encodedBytes, (lineLength - width - 12) / 4 * 3)
        func close() {
            words.append("=?UTF-8?B?\(Data(part).base64EncodedString())?=")
            part = []
            room = encodedBytes
        }
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if part.count + bytes.count > room { close() }
            part += bytes
        }
        if !part.isEmpty { close() }
        return words.joined(separator: "\r\n ")
    }
}
