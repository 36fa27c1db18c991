/// Characters without white space between, and where they stand in bytes of UTF-8.
struct Word {
    let start: Int
    var end: Int
    let text: Substring
    /// Line feeds in the white space before it.
    let lineFeeds: Int

    /// The words of a text. One that is longer than `maxBytes` is cut between its characters.
    static func words(of text: String, maxBytes: Int) -> [Word] {
        var words: [Word] = []
        var (offset, lineFeeds) = (0, 0)
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character.isWhitespace {
                for byte in character.utf8 where byte == 0x0A { lineFeeds += 1 }
                offset += character.utf8.count
                text.formIndex(after: &index)
                continue
            }
            let (start, from) = (offset, index)
            while index < text.endIndex, !text[index].isWhitespace {
                let size = text[index].utf8.count
                if offset + size - start > maxBytes, offset > start { break }
                offset += size
                text.formIndex(after: &index)
            }
            words += pieces(Word(start: start, end: offset, text: text[from..<index], lineFeeds: lineFeeds), maxBytes)
            lineFeeds = 0
        }
        return words
    }

    /// One character of more bytes than a chunk has is no reader's: it is cut between its code points.
    private static func pieces(_ word: Word, _ maxBytes: Int) -> [Word] {
        guard word.end - word.start > maxBytes else { return [word] }
        var pieces: [Word] = []
        var start = word.start
        var (from, index) = (word.text.startIndex, word.text.startIndex)
        var offset = start
        for scalar in word.text.unicodeScalars {
            let size = UTF8.width(scalar)
            if offset + size - start > maxBytes {
                pieces.append(
                    Word(
                        start: start, end: offset, text: word.text[from..<index],
                        lineFeeds: pieces.isEmpty ? word.lineFeeds : 0))
                (start, from) = (offset, index)
            }
            offset += size
            index = word.text.unicodeScalars.index(after: index)
        }
        return pieces + [Word(start: start, end: offset, text: word.text[from...], lineFeeds: 0)]
    }
}
