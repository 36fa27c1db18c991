public import Contracts
import Cryptography

/// Cuts a text where its author did: at headings and paragraphs, else between sentences, else between words, and inside a
/// word only where a word is longer than a chunk. The same text is always cut in the same way.
///
/// Every character that is no white space is in a chunk, no chunk is longer than `maxBytes`, and none begins or ends inside
/// of a character that is a reader's one (an extended grapheme cluster), but where that one is longer than a chunk. Up to
/// `overlapBytes` of whole sentences from the end of a chunk are also the beginning of the next one under the same heading,
/// so that what refers to them is found with them.
public struct Chunker: Sendable, Hashable {
    public let maxBytes: Int
    public let overlapBytes: Int

    /// - Parameters:
    ///   - maxBytes: at least 64; 1,000 bytes of prose are 265 to 330 tokens of multilingual-e5, which reads 512.
    ///   - overlapBytes: at most half of `maxBytes`.
    public init(maxBytes: Int = 1000, overlapBytes: Int = 150) {
        self.maxBytes = max(64, maxBytes)
        self.overlapBytes = min(max(0, overlapBytes), self.maxBytes / 2)
    }

    /// - Parameter language: whose abbreviations end no sentence; nil for those of all that we know.
    public func chunks(of text: String, language: Language? = nil) -> [DocumentChunk] {
        let sentences = SentenceSplitter(language: language, maxBytes: maxBytes).sentences(of: text)
        let utf8 = Array(text.utf8)
        return groups(of: sentences).enumerated().map { number, group in
            // bounds: a group has at least one sentence, and sentences lie in the text.
            let range = sentences[group.lowerBound].start..<sentences[group.upperBound - 1].end
            let bytes = utf8[range]
            return DocumentChunk(
                number: number, text: String(decoding: bytes, as: UTF8.self), range: range,
                heading: sentences[group.upperBound - 1].heading, sha256: SHA256.digest(bytes))
        }
    }

    /// Which sentences make a chunk, as ranges of their numbers.
    private func groups(of sentences: [Sentence]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var first = 0
        // Up to which sentence all are in a chunk already: the ones before are overlap.
        var next = 0
        while next < sentences.count {
            var end = next + 1
            while end < sentences.count, fits(sentences, first..<(end + 1)), !isCut(sentences, first..<end, next) {
                end += 1
            }
            groups.append(first..<end)
            first = overlap(sentences, first..<end)
            next = end
        }
        return groups
    }

    private func fits(_ sentences: [Sentence], _ range: Range<Int>) -> Bool {
        // bounds: the callers' ranges lie in the list and are not empty.
        sentences[range.upperBound - 1].end - sentences[range.lowerBound].start <= maxBytes
    }

    /// Whether a chunk of this range should end here, although there is room.
    private func isCut(_ sentences: [Sentence], _ range: Range<Int>, _ next: Int) -> Bool {
        // bounds: `groups` has looked that there is a sentence behind the range.
        let following = sentences[range.upperBound]
        if following.isHeading { return !sentences[range.upperBound - 1].isHeading }
        guard following.startsParagraph, sentences[range.upperBound - 1].end - sentences[next].start >= maxBytes / 3
        else {
            return false
        }
        // A paragraph that would fit into a chunk of its own is not divided for the sake of a fuller one before.
        let end = sentences[range.upperBound...].dropFirst().firstIndex { $0.startsParagraph || $0.isHeading }
        let paragraph = range.upperBound..<(end ?? sentences.count)
        return fits(sentences, paragraph) && !fits(sentences, range.lowerBound..<paragraph.upperBound)
    }

    /// Where the chunk after this one begins: at its own first sentence, or at one of the last of this one.
    private func overlap(_ sentences: [Sentence], _ group: Range<Int>) -> Int {
        var first = group.upperBound
        guard first < sentences.count, !sentences[first].isHeading else { return first }
        let next = sentences[first]
        while first - 1 > group.lowerBound {
            let candidate = sentences[first - 1]
            guard candidate.isWhole, !candidate.isHeading,
                sentences[group.upperBound - 1].end - candidate.start <= overlapBytes,
                next.end - candidate.start <= maxBytes
            else { break }
            first -= 1
        }
        return first
    }
}
