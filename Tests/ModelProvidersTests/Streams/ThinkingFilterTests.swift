import Testing

@testable import ModelProviders

@Suite("Thinking in the text")
struct ThinkingFilterTests {
    @Test(
        "what is thought aloud at the start is no text, wherever it is cut",
        arguments: [
            ("<think>hm</think>Oui.", "Oui."),
            ("\n<think>\nhm < 3 </thin\n</think>\n\nÀ vous.", "À vous."),
            ("<think></think>", ""),
            ("<think>without an end", ""),
            ("<thinking> is a tag", "<thinking> is a tag"),
            ("x <think>y</think>", "x <think>y</think>"),
            ("  {\"a\": 1}", "  {\"a\": 1}"),
            ("<thi", "<thi"),
            ("   ", "   "),
            ("", ""),
        ])
    func text(_ text: String, _ expected: String) {
        let characters = Array(text)
        for cut in 0...characters.count {
            var filter = ThinkingFilter()
            let shown = filter.text(String(characters[..<cut])) + filter.text(String(characters[cut...])) + filter.end()
            #expect(shown == expected, "cut at \(cut)")
        }
        var filter = ThinkingFilter()
        #expect(characters.map { filter.text(String($0)) }.joined() + filter.end() == expected)
    }

    @Test("space without end is not held back for ever")
    func space() {
        var filter = ThinkingFilter()
        let space = String(repeating: " ", count: 1000)
        #expect(filter.text(space) == space)
    }
}
