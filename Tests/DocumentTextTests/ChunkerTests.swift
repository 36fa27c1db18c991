import Contracts
import Cryptography
import TestSupport
import Testing

@testable import DocumentText

@Suite("Chunks of a text")
struct ChunkerTests {
    private func chunks(_ text: String, _ maxBytes: Int = 64, _ overlap: Int = 0, _ language: Language? = nil)
        -> [String]
    {
        Chunker(maxBytes: maxBytes, overlapBytes: overlap).chunks(of: text, language: language).map(\.text)
    }

    /// The sentences of a text.
    private func sentences(_ text: String, _ language: Language?) -> [String] {
        let utf8 = Array(text.utf8)
        return SentenceSplitter(language: language, maxBytes: 1000).sentences(of: text).map {
            String(decoding: utf8[$0.start..<$0.end], as: UTF8.self)
        }
    }

    @Test("a short text is one chunk, a text without words is none")
    func short() {
        #expect(chunks("  Bonjour.\n\nÇa va ?\n") == ["Bonjour.\n\nÇa va ?"])
        #expect(chunks("").isEmpty && chunks(" \n\t\u{A0}").isEmpty)
    }

    @Test(
        "French and English sentences end where a reader ends them",
        arguments: [
            ("M. Dupont arrive. Il part.", .french, ["M. Dupont arrive.", "Il part."]),
            (
                "La valeur est 3.14 cm. Elle vaut 2,5. Fin.", .french,
                ["La valeur est 3.14 cm.", "Elle vaut 2,5.", "Fin."]
            ),
            (
                "« Bonjour. » Il dit : « Quoi ? » Puis rien.", .french,
                ["« Bonjour. »", "Il dit : « Quoi ? »", "Puis rien."]
            ),
            (
                "Voir p. 12, fig. 3 et art. L. 121. Ensuite.", .french,
                ["Voir p. 12, fig. 3 et art. L. 121.", "Ensuite."]
            ),
            (
                "J.-J. Rousseau naît av. J.-C. ou non. Bien.", .french,
                ["J.-J. Rousseau naît av. J.-C. ou non.", "Bien."]
            ),
            ("Des chats, des chiens, etc. sont là. Oui.", .french, ["Des chats, des chiens, etc. sont là.", "Oui."]),
            (
                "Dr. Smith met Mrs. Jones, e.g. in the U.S. army. Then?", .english,
                ["Dr. Smith met Mrs. Jones, e.g. in the U.S. army.", "Then?"]
            ),
            (
                "He said \"Stop.\" She did. (Really.) Yes!", .english,
                ["He said \"Stop.\"", "She did.", "(Really.)", "Yes!"]
            ),
            (
                "Version 2.0 is out... Next one? Soon… Bye", .english,
                ["Version 2.0 is out...", "Next one?", "Soon…", "Bye"]
            ),
            ("1. First point. 2. Second point.", .english, ["1. First point.", "2. Second point."]),
            ("One\n\ntwo\nthree", nil, ["One", "two\nthree"]), ("- un\n- deux", nil, ["- un", "- deux"]),
            ("# Title\nText here. More", nil, ["# Title", "Text here.", "More"]),
            ("Élan. Été. À demain.", .french, ["Élan.", "Été.", "À demain."]),
        ] as [(String, Language?, [String])])
    func sentenceEnds(_ text: String, _ language: Language?, _ expected: [String]) {
        #expect(sentences(text, language) == expected)
    }

    @Test("an abbreviation of one language ends a sentence in the other")
    func languages() {
        let text = "Il reçoit mme. Puis elle part"
        #expect(sentences(text, .english).count == 2 && sentences(text, .french).count == 1)
        #expect(sentences(text, nil).count == 1)
    }

    @Test("a chunk ends between paragraphs where it can, else between sentences, else between words")
    func cuts() {
        let paragraph = "The first paragraph has words."
        #expect(
            chunks("\(paragraph)\n\nThe second has some more words. And a last sentence.") == [
                paragraph, "The second has some more words. And a last sentence.",
            ])
        #expect(
            chunks("This sentence has forty bytes of letters. This other one has forty, too. End.") == [
                "This sentence has forty bytes of letters.", "This other one has forty, too. End.",
            ])
        let long = "words that never end in a full stop " + String(repeating: "and go on ", count: 10)
        let parts = chunks(long)
        #expect(parts.count > 1 && parts.allSatisfy { $0.utf8.count <= 64 && !$0.hasPrefix(" ") })
        #expect(parts.joined(separator: " ") == long.trimmed)
    }

    @Test("a heading begins a chunk, and names those below it")
    func headings() {
        let text = "Intro.\n\n# Première partie #\n\nTexte un.\n\n## Détail\n\nTexte deux.\n\n```\n# no heading\n```\n"
        let chunks = Chunker(maxBytes: 500).chunks(of: text)
        #expect(chunks.map(\.heading) == [nil, "Première partie", "Détail"])
        #expect(chunks.map { $0.text.prefix(8) } == ["Intro.", "# Premiè", "## Détai"])
        #expect(chunks.last?.text.hasSuffix("# no heading\n```") == true)
    }

    @Test("whole sentences from the end of a chunk begin the next one, and never reach over a heading")
    func overlap() {
        let text = "Alpha is the first of all. Beta follows it. Gamma is the third here. Delta ends."
        #expect(
            chunks(text, 64, 30) == [
                "Alpha is the first of all. Beta follows it.", "Beta follows it. Gamma is the third here. Delta ends.",
            ])
        #expect(chunks(text, 64, 10).last == "Gamma is the third here. Delta ends.")
        let headed = "Alpha is the first of all. Beta follows it.\n# New\nGamma is the third here."
        #expect(chunks(headed, 64, 30).last == "# New\nGamma is the third here.")
    }

    @Test("a word that is longer than a chunk is cut between its characters, never inside of one")
    func longWords() {
        let family = "👨‍👩‍👧‍👦"
        let parts = chunks(String(repeating: family, count: 10))
        #expect(parts == Array(repeating: String(repeating: family, count: 2), count: 5))
        // A character that no reader would call one.
        let monster = "e" + String(repeating: "\u{301}", count: 200)
        let pieces = Chunker(maxBytes: 64).chunks(of: monster)
        #expect(pieces.allSatisfy { $0.text.utf8.count <= 64 })
        #expect(pieces.map(\.range.count).reduce(0, +) == monster.utf8.count)
    }

    @Test("numbers, places and digests are those of the text")
    func values() {
        let text = "Un été. " + String(repeating: "Encore un été à la mer. ", count: 20)
        let chunks = Chunker(maxBytes: 100, overlapBytes: 40).chunks(of: text, language: .french)
        let utf8 = Array(text.utf8)
        for (number, chunk) in chunks.enumerated() {
            #expect(chunk.number == number && chunk.sha256 == SHA256.digest(chunk.text))
            #expect(Array(chunk.text.utf8) == Array(utf8[chunk.range]))
        }
    }

    @Test("bounds that make no sense are brought into reason")
    func bounds() {
        #expect(Chunker(maxBytes: -5, overlapBytes: 900).maxBytes == 64)
        #expect(Chunker(maxBytes: 100, overlapBytes: 900).overlapBytes == 50)
        #expect(Chunker(maxBytes: 100, overlapBytes: -1).overlapBytes == 0)
    }

    @Test("of any text every character is in a chunk, whole, in order, within the limit, and the same each time")
    func property() throws {
        var random = SeededGenerator(Settings.seed)
        let parts = [
            "mot", "Mot.", "Fin !", "« oui »", " ", " ", " ", "\n", "\n\n", "# ", "M.", "3.14", "é", "e\u{301}", "👨‍👩‍👧",
            "\u{A0}", "a ̈",
            "🇫🇷", "```\n", "- ", "\t", "中文。", "Une phrase assez longue pour compter vraiment, oui. ", "x", "\u{200D}",
            "…", "\"", ")",
            String(repeating: "long", count: 30),
        ]
        for round in 0..<Settings.size(400, full: 20_000) {
            let text = (0..<Int.random(in: 0..<80, using: &random)).map { _ in parts.randomElement(using: &random) ?? ""
            }
            .joined()
            let chunker = Chunker(
                maxBytes: Int.random(in: 64...200, using: &random),
                overlapBytes: Int.random(in: 0...100, using: &random))
            let chunks = chunker.chunks(of: text, language: round % 2 == 0 ? .french : nil)
            let seed = "seed \(Settings.seed), round \(round)"
            #expect(chunks == chunker.chunks(of: text, language: round % 2 == 0 ? .french : nil), "\(seed)")
            var covered = Set<Int>()
            for chunk in chunks {
                covered.formUnion(chunk.range)
                #expect(!chunk.range.isEmpty && chunk.range.count <= chunker.maxBytes, "\(seed)")
            }
            for (one, next) in zip(chunks, chunks.dropFirst()) {
                #expect(
                    one.range.lowerBound < next.range.lowerBound && one.range.upperBound < next.range.upperBound,
                    "\(seed)")
            }
            var (offset, edges) = (0, Set([0]))
            for character in text {
                let range = offset..<(offset + character.utf8.count)
                if !character.isWhitespace { #expect(covered.isSuperset(of: range), "\(seed): \(character)") }
                offset = range.upperBound
                edges.insert(offset)
            }
            for chunk in chunks {
                #expect(edges.contains(chunk.range.lowerBound) && edges.contains(chunk.range.upperBound), "\(seed)")
            }
        }
    }

    @Test("time is linear in the text: a long text without a sentence or a paragraph is no trap")
    func linear() {
        let size = Settings.size(60_000, full: 300_000)
        for part in ["a ", "A. ", "\n\n", "word", "# ", "A.\n\n", ") ", "» ", "Mr. ", "- x\n", "e\u{301}", "```\n"] {
            let times = [size / 10, size].map { size in
                let text = String(repeating: part, count: size / part.utf8.count)
                return (0..<3).map { _ in ContinuousClock().measure { _ = Chunker().chunks(of: text) } }.min() ?? .zero
            }
            #expect(times[1] < times[0] * 40 + .seconds(2), "\(part): \(times)")
        }
    }
}
