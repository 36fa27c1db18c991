import DocumentText
import TestSupport
import Testing

@Suite("Quotations")
struct QuoteCheckTests {
    private static let text = "Un rappel. L’eau « bout » à 100\u{A0}°C — au niveau\nde la mer. ÉCOLE"

    private func found(_ quote: String, in text: String = text) -> String? {
        QuoteCheck.find(quote, in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }

    @Test(
        "white space, quotation marks, dashes, case and spellings of one character do not count",
        arguments: [
            "L’eau « bout » à 100\u{A0}°C", "l'eau \"bout\" à 100 °c", "L'EAU “bout” A\u{300} 100 °C",
            "  L'eau «bout» à 100\n°C ",
            "l‘eau „bout“ à 100 °C",
        ])
    func forgiving(_ quote: String) {
        #expect(found(quote) == "L’eau « bout » à 100\u{A0}°C")
    }

    @Test("a quotation reaches over lines, to either end of the text")
    func places() {
        #expect(found("°C - au niveau de la MER. école") == "°C — au niveau\nde la mer. ÉCOLE")
        #expect(found("un rappel. l'eau") == "Un rappel. L’eau")
    }

    @Test(
        "what differs in a word, a number, an accent or a sign is no quotation",
        arguments: [
            "L’eau bout à 100 °C", "L'eau « bout » à 10 °C", "L'eau « bout » a 100 °C", "L'eau « gèle » à 100 °C",
            "au niveau, de la mer", "au niveaude la mer", "de la mer. ECOLE", "au niveau de la mer. ÉCOLES", "",
        ])
    func strict(_ quote: String) {
        #expect(found(quote) == nil)
    }

    @Test("a part of a character is none of its text")
    func wholeCharacters() {
        #expect(found("la grande cafe", in: "la grande cafe\u{301} noire") == nil)
        #expect(found("la grande café", in: "la grande cafe\u{301} noire") == "la grande cafe\u{301}")
    }

    @Test("a few letters prove nothing: ten characters are the least")
    func short() {
        #expect(found("au niveau de") != nil)
        #expect(found("au niveau d") == nil)
        #expect(found("a           u") == nil)
    }

    @Test("every part of a text is found in it, and time is linear however a quotation repeats itself")
    func property() throws {
        var random = SeededGenerator(Settings.seed)
        let letters = ["a", "b", "É", "e\u{301}", " ", "\n", "«", "»", "’", "—", "👨‍👩‍👧"]
        for _ in 0..<Settings.size(500, full: 20_000) {
            let characters = (0..<60).map { _ in letters.randomElement(using: &random) ?? "" }
            let start = Int.random(in: 0..<30, using: &random)
            let quote = characters[start..<(start + 30)].joined()
            guard quote.count(where: { !$0.isWhitespace }) >= 12 else { continue }
            #expect(QuoteCheck.find(quote, in: characters.joined()) != nil, "seed \(Settings.seed)")
        }
        let text = String(repeating: "a", count: 20_000)
        #expect(QuoteCheck.find(String(repeating: "a", count: 5000) + "b", in: text) == nil)
    }
}
