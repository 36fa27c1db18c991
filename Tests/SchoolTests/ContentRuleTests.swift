import Testing

@testable import School

@Suite("What may be written")
struct ContentRuleTests {
    private let rules = ContentRules(blockedWords: ["Zut", " nom d'un  chien", "", "été"])

    @Test("blocked words are found in any case, with or without accents, as words and not as parts of words")
    func blocked() {
        for (text, word) in [
            ("ZUT alors", "zut"), ("Ah, zut!", "zut"), ("Nom d’un chien", "nom d un chien"), ("l'ETE", "ete"),
            ("e\u{301}te\u{301}", "ete"),
        ] {
            #expect(throws: SchoolRefusal.blockedWord(word, in: "text")) { try rules.checkMessage(text) }
        }
        for text in ["zutique", "un chien", "nom d'un autre chien", "l'étend", ""] {
            #expect(throws: Never.self) { try rules.checkMessage(text) }
        }
    }

    @Test("a message has 4,000 characters at most")
    func length() {
        #expect(throws: Never.self) { try rules.checkMessage(String(repeating: "é", count: 4000)) }
        #expect(throws: SchoolRefusal.messageTooLong(4001)) {
            try rules.checkMessage(String(repeating: "é", count: 4001))
        }
    }
}
