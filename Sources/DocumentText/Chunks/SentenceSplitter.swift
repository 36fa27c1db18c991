import Contracts

/// Finds the sentences of a text: by lines that are empty or headings, and by marks that end a sentence where the next word
/// begins like one. Abbreviations, initials, decimals and numbers of lists end none; closing quotation marks belong to the
/// sentence before them, also where French sets a space between.
struct SentenceSplitter {
    let language: Language?
    let maxBytes: Int

    func sentences(of text: String) -> [Sentence] {
        let words = Word.words(of: text, maxBytes: maxBytes)
        var sentences: [Sentence] = []
        var heading: String?
        var isFenced = false
        var first = 0
        while first < words.count {
            let startsLine = first == 0 || words[first].lineFeeds > 0
            if startsLine, words[first].text.hasPrefix("```") || words[first].text.hasPrefix("~~~") {
                isFenced.toggle()
            }
            let isHeading = startsLine && !isFenced && Self.isHeadingMark(words[first].text)
            let end = isHeading ? endOfLine(words, first) : endOfSentence(words, first, &isFenced)
            if isHeading {
                let title = words[first..<end].dropFirst().map(\.text).joined(separator: " ")
                heading = title.isEmpty ? heading : String(title.trimmedHeading.prefix(200))
            }
            var sentence = Sentence(start: words[first].start, end: words[end - 1].end, heading: heading)
            sentence.startsParagraph = first == 0 || words[first].lineFeeds > 1
            sentence.isHeading = isHeading
            sentences += cut(sentence, words[first..<end])
            first = end
        }
        return sentences
    }

    private static func isHeadingMark(_ word: Substring) -> Bool {
        word.utf8.count <= 6 && word.utf8.allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private func endOfLine(_ words: [Word], _ first: Int) -> Int {
        words[(first + 1)...].firstIndex { $0.lineFeeds > 0 } ?? words.count
    }

    /// - Returns: the number of the word behind it.
    private func endOfSentence(_ words: [Word], _ first: Int, _ isFenced: inout Bool) -> Int {
        var index = first
        while index + 1 < words.count {
            let next = words[index + 1]
            if next.lineFeeds > 1 { return index + 1 }
            if next.lineFeeds == 1, Self.isHeadingMark(next.text) && !isFenced || Self.startsItem(next.text) {
                return index + 1
            }
            if next.lineFeeds > 0, next.text.hasPrefix("```") || next.text.hasPrefix("~~~") { return index + 1 }
            if Self.isClosing(next.text) {
                index += 1
                continue
            }
            if ends(words[index].text, isFirst: index == first), Self.startsSentence(next.text) { return index + 1 }
            // Where the mark is followed by what closes the sentence: « Bien. »
            if index > first, Self.isClosing(words[index].text), ends(words[index - 1].text, isFirst: false),
                Self.startsSentence(next.text)
            {
                return index + 1
            }
            index += 1
        }
        return words.count
    }

    private static func isClosing(_ word: Substring) -> Bool {
        word.count <= 3 && word.allSatisfy { Self.closing.contains($0) }
    }

    private static let closing: Set<Character> = ["»", "”", "’", "\"", "'", ")", "]", "›", "“"]
    private static let opening: Set<Character> = [
        "«", "“", "„", "‘", "\"", "'", "(", "[", "‹", "—", "–", "-", "•", "*", "¿", "¡",
    ]

    /// An item of a list on a line of its own.
    private static func startsItem(_ word: Substring) -> Bool {
        word == "-" || word == "*" || word == "+" || word == "•" || word == "—" || isListNumber(word)
    }

    /// `3.`, `3)`, `a)`.
    private static func isListNumber(_ word: Substring) -> Bool {
        guard let last = word.last, last == "." || last == ")", word.count <= 4 else { return false }
        let mark = word.dropLast()
        return !mark.isEmpty && (mark.allSatisfy(\.isNumber) || mark.count == 1 && last == ")")
    }

    private static func startsSentence(_ word: Substring) -> Bool {
        guard let first = word.first else { return false }
        // Letters without a case, such as those of Arabic or Chinese, may begin one.
        return first.isUppercase || first.isNumber || opening.contains(first) || first.isLetter && !first.isCased
    }

    private func ends(_ word: Substring, isFirst: Bool) -> Bool {
        var core = word
        while let last = core.last, Self.closing.contains(last) { core.removeLast() }
        switch core.last {
        case "!", "?", "…", "。", "！", "？", "‽": return true
        case ".": break
        default: return false
        }
        if core.hasSuffix("...") { return true }
        if isFirst, Self.isListNumber(core) { return false }
        var stem = core.dropLast()
        while let first = stem.first, Self.opening.contains(first) { stem.removeFirst() }
        // An initial: J. Dupont, J.-C., U.S.
        if stem.count == 1, stem.first?.isUppercase == true { return false }
        if let dot = stem.lastIndex(of: "."), stem[stem.index(after: dot)...].count <= 2, stem.count <= 6,
            stem.contains(where: \.isLetter)
        {
            return false
        }
        return !Abbreviations.contains(stem.lowercased(), language: language)
    }

    /// In parts of whole words, where it is longer than a chunk.
    private func cut(_ sentence: Sentence, _ words: ArraySlice<Word>) -> [Sentence] {
        guard sentence.end - sentence.start > maxBytes else { return [sentence] }
        var parts: [Sentence] = []
        for word in words {
            if let last = parts.indices.last, word.end - parts[last].start <= maxBytes {
                parts[last].end = word.end
            } else {
                var part = sentence
                (part.start, part.end, part.isWhole) = (word.start, word.end, false)
                if !parts.isEmpty { (part.startsParagraph, part.isHeading) = (false, false) }
                parts.append(part)
            }
        }
        return parts
    }
}

extension String {
    /// Without the marks that may close a heading of Markdown.
    fileprivate var trimmedHeading: Substring {
        var text = self[...]
        while text.last == "#" || text.last == " " { text.removeLast() }
        return text
    }
}
