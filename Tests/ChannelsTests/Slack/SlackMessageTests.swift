import Foundation
import TestSupport
import Testing

@testable import Channels

@Suite("What a Slack channel is shown")
struct SlackMessageTests {
    @Test("text is shown literally: it links nothing and calls nobody")
    func escaped() {
        let message = SlackMessage(
            title: "Fish & <!channel>",
            body: "a < b > c & <!here> <@U123> <https://evil.example|bank>\u{202E}\u{0}x\r\ny")
        #expect(
            message.blocks.map(\.text.text) == [
                "Fish &amp; &lt;!channel&gt;",
                "a &lt; b &gt; c &amp; &lt;!here&gt; &lt;@U123&gt; &lt;https://evil.example|bank&gt;x\ny",
            ])
        #expect(!message.text.contains("<"))
        #expect(message.text.hasPrefix("Fish &amp; "))
    }

    @Test("what is too long for Slack is cut, never within an escape, and says so")
    func lengths() {
        let message = SlackMessage(
            title: String(repeating: "&", count: 151), body: String(repeating: "é🇫🇷", count: 20_000))
        let blocks = message.blocks
        #expect(blocks[0].text.text == String(repeating: "&amp;", count: 29) + "…")
        #expect(blocks[1].text.text.utf16.count <= 3000)
        #expect(blocks[1].text.text.hasSuffix("é🇫🇷…") || blocks[1].text.text.hasSuffix("é…"))
        #expect(message.text.utf16.count <= 40_000)
        #expect(SlackText.escaped("abc", longest: 3) == "abc")
        #expect(SlackText.escaped("abcd", longest: 3) == "ab…")
        #expect(SlackText.escaped("ab<", longest: 5) == "ab…")
        #expect(SlackText.escaped("ab<", longest: 6) == "ab&lt;")
        #expect(SlackText.escaped("", longest: 3) == "")
    }

    @Test(
        "a link is shown as one, when it is one",
        arguments: [
            ("https://app.example/a?b=1&c=2", "<https://app.example/a?b=1&amp;c=2>"),
            ("http://app.example/", "<http://app.example/>"),
            ("javascript:alert(1)", nil), ("https://a.example/|x", nil), ("https://a.example/>", nil),
            ("https://a b/", nil),
            ("https://é.example/", nil), ("", nil),
        ] as [(String, String?)])
    func link(_ link: String, _ shown: String?) {
        let message = SlackMessage(title: "a", body: "b", link: link)
        #expect(message.blocks.count == (shown == nil ? 2 : 3))
        if let shown { #expect(message.blocks.last?.text.text == shown) }
    }

    @Test("no text escapes its limits or its escapes")
    func fuzz() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed)
        let pieces = ["&", "<", ">", "<!channel>", "a", "é", "👨‍👩‍👧", "\n", "\u{0}", "\u{301}", "&amp;", "\r\n", " "]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let longest = Int.random(in: 1...60, using: &random)
            let escaped = SlackText.escaped(text, longest: longest)
            #expect(escaped.utf16.count <= longest, "seed \(seed)")
            #expect(!escaped.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }, "seed \(seed)")
            for part in escaped.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).dropFirst() {
                let isWhole = ["amp;", "lt;", "gt;"].contains { part.starts(with: $0.utf8) }
                #expect(isWhole, "seed \(seed)")
            }
        }
    }
}
