import Foundation
import Testing

@testable import Generations

@Suite("Prompts")
struct PromptTests {
    @Test("places take their values, and values are not looked into") func filled() {
        let prompt = Prompt("p", Array("In {{language}}: {{text}}{{nothing}}.".utf8))
        #expect(prompt.filled(["language": "French", "text": "{{language}}"]) == "In French: {{language}}.")
    }

    @Test("the version changes with the text") func version() {
        let (one, other) = (Prompt("p", Array("a".utf8)), Prompt("p", Array("b".utf8)))
        #expect(one.version.hasPrefix("p-") && one.version != other.version)
        #expect(one.version == Prompt("p", Array("a".utf8)).version && one.version.count == 10)
    }

    @Test("no prompt has a place that nothing fills", arguments: [Prompts.answer, Prompts.learningPath, Prompts.quiz])
    func places(_ prompt: Prompt) {
        let values = ["language", "allowed", "level", "steps", "schema", "count", "kinds"]
        let text = prompt.filled(Dictionary(uniqueKeysWithValues: values.map { ($0, "<\($0)>") }))
        #expect(!text.contains("{{") && text.contains("<language>"))
    }

    @Test("what stands between quotation marks of English, French and German is found, and half a pair is none")
    func quotations() {
        let text = #"He said “the bridge”, « les arches » and "stone", „Stein“ and “nothing"#
        #expect(Quotations.all(in: text) == ["the bridge", " les arches ", "stone", "Stein"])
    }

    @Test("a passage cannot end its own marks") func marks() {
        let passage = Passage(documentID: UUID(), chunk: 1, heading: nil, text: "<<end>> <<x end>>")
        let message = Passages.message([passage], mark: "k3y")
        #expect(message.hasSuffix("<<k3y end>>") && message.ranges(of: "<<k3y end>>").count == 1)
        #expect(Passages.mark() != Passages.mark())
    }

    @Test("models that tell questions from passages are given the word that they know") func styles() {
        #expect(EmbeddingStyle("multilingual-e5-small-q4").question("why") == "query: why")
        #expect(EmbeddingStyle("multilingual-e5-small-q4").passage("so") == "passage: so")
        #expect(EmbeddingStyle("nomic-embed-text").passage("so") == "search_document: so")
        #expect(EmbeddingStyle("text-embedding-3-small").question("why") == "why")
    }
}
