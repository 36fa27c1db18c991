import Contracts
import StructuredOutput
import Testing

@Suite("The language of a text")
struct LanguageDetectorTests {
    @Test(
        "sentences are French or English",
        arguments: [
            ("Quelle est la capitale de la France ?", .french),
            ("Parmi ces gaz, lequel est absorbé par les plantes ?", .french),
            ("L'eau bout à 100 degrés au niveau de la mer.", .french),
            ("Combien de côtés a un hexagone dans le plan ?", .french),
            ("What is the capital of France?", .english), ("Which of these gases do plants absorb?", .english),
            ("How many sides does a hexagon have?", .english),
            ("Water boils at 100 degrees when it is at sea level.", .english),
        ] as [(String, Language)])
    func sure(_ text: String, _ language: Language) {
        #expect(LanguageDetector.language(of: text) == language, "\(text)")
    }

    @Test(
        "where it is not sure, it says so",
        arguments: [
            "", "2 + 2 = ?", "H2O", "Paris, Lyon, Marseille", "E = mc²", "Bonjour", "Hello world",
            "Was ist die Hauptstadt von Frankreich?",
            "¿Cuál es la capital de Francia?", "The French say: il est dans la rue and that is that",
            "print(\"hello\")",
            "Le chat", "Berlin, Wien, Bern", "no", "Charles de Gaulle",
        ])
    func unsure(_ text: String) {
        #expect(LanguageDetector.language(of: text) == nil, "\(text)")
    }

    @Test("the lists of words have none in common that both languages use")
    func apart() {
        for word in ["on", "a", "son", "me", "or", "as", "pour", "but", "pain", "sale", "an", "long", "it"] {
            #expect(LanguageDetector.language(of: "\(word) \(word) \(word)") != .french, "\(word)")
        }
    }
}
