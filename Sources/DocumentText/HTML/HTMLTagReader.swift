/// Reads tags and what else begins with `<`, forgivingly and in time that is linear in the page: what is looked for and not
/// found is looked for no second time.
struct HTMLTagReader {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func peek(_ distance: Int = 0) -> UInt8? {
        let index = position + distance
        return index < bytes.count ? bytes[index] : nil
    }

    /// Whether a tag, comment or declaration begins at the `<` here; else it is text.
    var isMarkup: Bool {
        guard let next = peek(1) else { return false }
        if next.isLetter || next == UInt8(ascii: "!") || next == UInt8(ascii: "?") { return true }
        return next == UInt8(ascii: "/") && (peek(2)?.isLetter ?? false)
    }

    /// Reads from a `<` that is markup. A tag that the page's end cuts is none (HTML, section 13.2.5: eof-in-tag).
    /// - Returns: nil for what is no tag.
    mutating func markup() -> HTMLTag? {
        guard let next = peek(1), next != UInt8(ascii: "!"), next != UInt8(ascii: "?") else {
            skipDeclaration()
            return nil
        }
        position += next == UInt8(ascii: "/") ? 2 : 1
        let start = position
        while let byte = peek(), !byte.isHTMLSpace, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
            position += 1
        }
        // No element has such a name.
        let name = position - start <= 20 ? String(decoding: bytes[start..<position], as: UTF8.self).lowercased() : "-"
        var tag = HTMLTag(name: name, isEnd: next == UInt8(ascii: "/"))
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: ">"):
                position += 1
                return tag
            case UInt8(ascii: "/"):
                tag.isSelfClosing = peek(1) == UInt8(ascii: ">")
                position += 1
            case _ where byte.isHTMLSpace: position += 1
            default: attribute(&tag)
            }
        }
        return nil
    }

    private mutating func attribute(_ tag: inout HTMLTag) {
        let start = position
        position += 1
        while let byte = peek(), !byte.isHTMLSpace, byte != UInt8(ascii: "="), byte != UInt8(ascii: ">"),
            byte != UInt8(ascii: "/")
        { position += 1 }
        let name = bytes[start..<position]
        skipSpace()
        guard peek() == UInt8(ascii: "=") else { return tag.note(name, []) }
        position += 1
        skipSpace()
        if let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), let end = end(of: quote) {
            tag.note(name, bytes[(position + 1)..<end])
            position = end + 1
        } else {
            let start = position
            while let byte = peek(), !byte.isHTMLSpace, byte != UInt8(ascii: ">") { position += 1 }
            tag.note(name, bytes[start..<position])
        }
    }

    /// The next one of this quotation mark after the one here. There is none at most once in a page: a later one would be it.
    private func end(of quote: UInt8) -> Int? { bytes[(position + 1)...].firstIndex(of: quote) }

    /// A comment, a document type, CDATA or a processing instruction.
    private mutating func skipDeclaration() {
        let isComment = peek(2) == UInt8(ascii: "-") && peek(3) == UInt8(ascii: "-")
        if isComment {
            // `<!-->` and `<!--->` are whole comments.
            if peek(4) == UInt8(ascii: ">") { return position += 5 }
            if peek(4) == UInt8(ascii: "-"), peek(5) == UInt8(ascii: ">") { return position += 6 }
            position += 4
            while position < bytes.count {
                if peek() == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-"), peek(2) == UInt8(ascii: ">") {
                    return position += 3
                }
                position += 1
            }
        } else {
            while let byte = peek(), byte != UInt8(ascii: ">") { position += 1 }
            position = min(position + 1, bytes.count)
        }
    }

    /// The content of an element that holds no markup; the position is after its end tag's name, or at the page's end.
    mutating func raw(until name: String) -> ArraySlice<UInt8> {
        let (start, name) = (position, Array(name.utf8))
        while position < bytes.count {
            if peek() == UInt8(ascii: "<"), peek(1) == UInt8(ascii: "/"), isNamed(name, at: position + 2) {
                return bytes[start..<position]
            }
            position += 1
        }
        return bytes[start...]
    }

    private func isNamed(_ name: [UInt8], at start: Int) -> Bool {
        let end = start + name.count
        guard end <= bytes.count else { return false }
        for (index, byte) in name.enumerated() where bytes[start + index] | 0x20 != byte { return false }
        return end == bytes.count || bytes[end].isHTMLSpace || bytes[end] == UInt8(ascii: ">")
            || bytes[end] == UInt8(ascii: "/")
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte.isHTMLSpace { position += 1 }
    }
}

extension UInt8 {
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// HTML's ASCII whitespace.
    var isHTMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }
}
