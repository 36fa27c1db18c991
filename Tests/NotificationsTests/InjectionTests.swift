import Contracts
import Accounts
import Foundation
import TestSupport
import Testing

@testable import Notifications

@Suite("What comes from outside stays text")
struct InjectionTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "a & b &lt; c",
        "Ada\r\nBcc: eve@evil.example", "Ada\nSubject: other", "Ada\r", "\u{0}Ada\u{0}", "{{path}} {{professor}}",
        "{{#|}}",
        "\u{202E}gpj.exe", "\u{2066}Ada\u{2069}\u{200F}", "Ada\u{2028}\u{2029}Bcc: x", "# | %s $(id) `id`",
        "\u{1B}[31mAda",
        "\u{85}Ada\u{9F}", "<!channel> <@U1>",
    ]

    @Test("hostile values are no markup, no header, no line of their own and no variable", arguments: hostile)
    func values(_ value: String) throws {
        for template in Templates.all {
            var data = FullData.of(template)
            let lines = template.variables.filter { if case .text = $0.kind { true } else { false } }.map(\.name)
            for name in lines { data[name] = .text(value) }
            for locale in ["en", "fr"] {
                let reader = try TemplateTests.reader(locale, name: value)
                let message = try template.render(data, link: TemplateTests.link, for: reader)
                let mail = message.mail(to: reader, publicURL: "https://p.example", unsubscribeURL: "https://u.example")
                // The same as with harmless values: as many lines of text, as many tags.
                let harmless = try template.render(FullData.of(template), link: TemplateTests.link, for: reader)
                let plain = harmless.mail(
                    to: try TemplateTests.reader(locale), publicURL: "https://p.example",
                    unsubscribeURL: "https://u.example")
                #expect(message.subject.isPlainLine)
                for text in [message.body, mail.text, mail.html] {
                    #expect(text.split(separator: "\n").allSatisfy { String($0).isPlainLine })
                }
                #expect(Self.count("\n", in: mail.text) == Self.count("\n", in: plain.text))
                for mark in ["<", ">", "\"", "'"] {
                    #expect(Self.count(mark, in: mail.html) == Self.count(mark, in: plain.html), "\(template.name)")
                }
                #expect(Markup.isWhole(mail.html), "\(template.name)")
                #expect(!message.subject.contains("\r") && !mail.text.contains("\r"))
            }
        }
    }

    private static func count(_ mark: String, in text: String) -> Int {
        text.unicodeScalars.count { String($0) == mark }
    }

    @Test("a value that looks like a variable or a number's place is written as it is")
    func braces() throws {
        let template = try #require(Templates.named("learning_path_created"))
        let data: [String: TemplateValue] = ["path": "{{professor}} # {{path|a|b}}", "professor": "Ada"]
        let message = try template.render(data, link: nil, for: TemplateTests.reader("en"))
        #expect(message.subject == "A new learning path for you: {{professor}} # {{path|a|b}}")
    }

    @Test("random values of every kind of character never break a subject, a line or the markup")
    func random() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let odd: [Unicode.Scalar] = [
            "<", ">", "&", "\"", "'", "\r", "\n", "\0", "{", "}", "|", "#", "\u{202E}", "\u{2028}", "é",
            "e\u{301}".unicodeScalars.last ?? "e", "😀", "\u{200D}", "\u{FEFF}", "\u{85}",
        ]
        let template = try #require(Templates.named("message_received"))
        let reader = try TemplateTests.reader("fr")
        let harmless = try template.render(FullData.of(template), link: nil, for: reader)
        let tags = Self.count(
            "<", in: harmless.mail(to: reader, publicURL: "https://p.example", unsubscribeURL: nil).html)
        for _ in 0..<Settings.size(500, full: 20_000) {
            var value = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...200, using: &generator) {
                let any = Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &generator)) ?? "x"
                value.append(Bool.random(using: &generator) ? any : odd.randomElement(using: &generator) ?? "x")
            }
            let data: [String: TemplateValue] = [
                "sender": .text(String(value)), "excerpt": .text(String(value)), "count": 3,
            ]
            if !template.problems(of: data, link: nil).isEmpty { continue }
            let message = try template.render(data, link: nil, for: reader)
            #expect(message.subject.isPlainLine && message.subject.unicodeScalars.count <= 200, "seed \(seed)")
            #expect(Self.count("\n", in: message.body) == 6, "seed \(seed)")
            let html = message.mail(to: reader, publicURL: "https://p.example", unsubscribeURL: nil).html
            #expect(Self.count("<", in: html) == tags, "seed \(seed)")
        }
    }

    @Test("a megabyte is refused at once, in a value, a list, a subject and a body")
    func megabyte() throws {
        let big = String(repeating: "\u{0}a\n", count: 350_000)
        let template = try #require(Templates.named("learning_path_created"))
        let started = ContinuousClock.now
        #expect(template.problems(of: ["path": .text(big)], link: nil).map(\.pointer) == ["/data/path"])
        for kind in [VariableKind.moment, .day, .month, .url, .choice(["a"]), .list, .money] {
            #expect(throws: VariableKind.Misfit.self) { try kind.read(.text(big)).get() }
        }
        #expect(throws: InvalidRequest.self) { try PlainMessage(subject: big, body: "x") }
        #expect(throws: InvalidRequest.self) { try PlainMessage(subject: "x", body: big) }
        #expect(Reader(name: big, locale: big, timeZone: .gmt).name?.unicodeScalars.count == 200)
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test("a subject is cut between characters, and within one that has no end")
    func cut() throws {
        let template = try #require(Templates.named("learning_path_created"))
        func subject(_ path: String) throws -> String {
            try template.render(["path": .text(path)], link: nil, for: TemplateTests.reader("en")).subject
        }
        let emoji = try subject(String(repeating: "👨‍👩‍👧", count: 40))
        #expect(emoji.unicodeScalars.count <= 200 && emoji.hasSuffix("👨‍👩‍👧…"))
        let marks = "e" + String(repeating: "\u{301}", count: 199)
        #expect(try subject(marks).unicodeScalars.count <= 200)
        #expect(PlainText.cut(marks, to: 10).unicodeScalars.count == 10)
        #expect(PlainText.cut("abc", to: 3) == "abc" && PlainText.cut("abcd", to: 3) == "ab…")
    }

    @Test("a message without a template is its lines, in the same frame")
    func message() throws {
        let message = try PlainMessage(
            subject: " Hello\r\nBcc: x ", body: "One <b>line</b>\r\nand another\n\n\n\u{202E}Two\u{0}\n\n"
        ).render(
            link: NotificationLink("https://a.example/?x=1&y=2"), for: TemplateTests.reader("fr"))
        #expect(message.subject == "Hello Bcc: x")
        #expect(message.body == "One <b>line</b>\nand another\n\nTwo")
        let mail = message.mail(
            to: try TemplateTests.reader("fr", name: nil), publicURL: "https://p.example", unsubscribeURL: nil)
        #expect(mail.text.hasPrefix("Bonjour,\n\nOne <b>line</b>\n"))
        #expect(mail.html.contains("<p>One &lt;b&gt;line&lt;/b&gt;<br>\nand another</p>\n<p>Two</p>"))
        #expect(mail.html.contains(#"href="https://a.example/?x=1&amp;y=2""#))
        #expect(mail.html.contains(">Ouvrir</a>"))
        for (subject, body, pointers) in [
            ("", "x", ["/subject"]), ("\r\n", "", ["/subject", "/body"]), ("x", "\u{0}\n", ["/body"]),
            (String(repeating: "x", count: 201), "x", ["/subject"]),
            ("x", String(repeating: "x", count: 10_001), ["/body"]),
        ] {
            let error = #expect(throws: InvalidRequest.self) { try PlainMessage(subject: subject, body: body) }
            #expect(error?.problems.map(\.pointer) == pointers)
        }
    }

    @Test("a link is a path of ours or an address of the web")
    func links() {
        for text in [
            "", "//evil.example", "javascript:alert(1)", "data:text/html,x", "ftp://a.example", "a b", "/a b", "/\r\nx",
            "/\"onclick", "https://", "https:///x", "https://?x", "http:/a", "evil.example", "/é", "\\\\evil",
            "/\\evil",
            "/<b>", "https://a.example/" + String(repeating: "x", count: 2048),
        ] {
            #expect(NotificationLink(text) == nil, "\(text)")
        }
        #expect(NotificationLink("/")?.absolute(at: "https://p.example//") == "https://p.example/")
        #expect(NotificationLink("/a?b=c#d")?.absolute(at: "https://p.example") == "https://p.example/a?b=c#d")
        #expect(NotificationLink("HTTPS://a.example")?.absolute(at: "https://p.example") == "HTTPS://a.example")
    }
}
