import Cryptography
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Notifications

@Suite("Unsubscribing by a link")
struct UnsubscribeTests {
    private static let signer = UnsubscribeSigner(secret: Array("a secret of the fleet, long enough".utf8))
    private static let (user, tenant) = (UUID(), UUID())

    private static var tokens: [UnsubscribeToken] {
        let address = UnsubscribeToken.Person.address(UnsubscribeToken.fingerprint(of: "Ada@School.example"))
        return [
            UnsubscribeToken(.user(user), of: tenant, topic: "invoice_created"),
            UnsubscribeToken(.user(user), of: tenant, topic: nil), UnsubscribeToken(address, of: tenant, topic: nil),
            UnsubscribeToken(address, of: tenant, topic: String(repeating: "x", count: 100)),
        ]
    }

    @Test("a link says whose it is, of which tenant and topic, and fits into a path")
    func roundTrip() {
        for token in Self.tokens {
            let text = Self.signer.text(of: token)
            #expect(Self.signer.token(text) == token)
            #expect(
                text.utf8.allSatisfy {
                    ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || $0 == 0x5F
                })
            #expect(text == Self.signer.text(of: token), "the same mail has the same link")
            #expect(Self.signer.address(of: token, at: "https://p.example/") == "https://p.example/unsubscribe/\(text)")
            #expect(!text.contains("School") && text.count < 260)
        }
        #expect(
            UnsubscribeToken.fingerprint(of: "ada@school.EXAMPLE")
                == UnsubscribeToken.fingerprint(of: "Ada@School.example"))
        #expect(Set(Self.tokens.map(Self.signer.text)).count == Self.tokens.count)
    }

    @Test("a link of which one bit was changed, or that was cut, extended or signed otherwise, is none")
    func tampering() throws {
        for token in Self.tokens {
            let text = Self.signer.text(of: token)
            let bytes = try #require(Base64URL.decode(text))
            for index in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[index] ^= 1 << bit
                    #expect(Self.signer.token(Base64URL.encode(changed)) == nil, "byte \(index), bit \(bit)")
                }
            }
            for count in 0..<bytes.count { #expect(Self.signer.token(Base64URL.encode(bytes.prefix(count))) == nil) }
            for other in ["=", "A", "AA", " ", "\n", "é"] { #expect(Self.signer.token(text + other) == nil) }
            #expect(Self.signer.token(" " + text) == nil)
            let other = UnsubscribeSigner(secret: Array("another secret".utf8))
            #expect(other.token(text) == nil)
            // Signed with the secret itself, as other things of the fleet are.
            let plain = HMAC.sha256(key: Array("a secret of the fleet, long enough".utf8), message: token.bytes)
            #expect(Self.signer.token(Base64URL.encode(token.bytes + plain)) == nil)
        }
        #expect(Self.signer.token("") == nil)
        #expect(Self.signer.token(String(repeating: "A", count: 1_000_000)) == nil)
    }

    @Test("random bytes are no token, signed or not, unless they are one to the last byte")
    func random() {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        for _ in 0..<Settings.size(5000, full: 100_000) {
            let head: [UInt8] = Bool.random(using: &generator) ? [1, UInt8.random(in: 0...2, using: &generator)] : []
            let bytes =
                head
                + (0..<Int.random(in: 0...160, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            #expect(Self.signer.token(Base64URL.encode(bytes)) == nil, "seed \(seed)")
            if let token = UnsubscribeToken(bytes: bytes) { #expect(token.bytes == bytes, "seed \(seed)") }
        }
    }

    @Test("a topic that does not fit is that of all")
    func longTopic() {
        for topic in ["", String(repeating: "x", count: 101)] {
            #expect(UnsubscribeToken(.user(Self.user), of: Self.tenant, topic: topic).topic == nil)
        }
    }

    @Test("the page asks, offers the topic or all, and is in two languages without a style, a script or a place to go")
    func question() {
        let page = UnsubscribePage.question(Self.tokens[0])
        #expect(page.html(in: .english).contains("“Invoices”"))
        #expect(page.html(in: .french).contains("«\u{A0}Factures\u{A0}»"))
        #expect(page.html(in: .french).contains(#"<html lang="fr">"#))
        for language in Language.allCases {
            let html = page.html(in: language)
            #expect(html.contains(#"<form method="post">"#))
            #expect(html.contains(#"name="scope" value="link""#) && html.contains(#"name="scope" value="all""#))
            let all = UnsubscribePage.question(Self.tokens[1]).html(in: language)
            #expect(!all.contains(#"value="link""#) && all.contains(#"value="all""#))
            let pages: [UnsubscribePage] = [
                page, .question(Self.tokens[3]), .done(Self.tokens[0], .link), .done(Self.tokens[2], .link), .invalid,
            ]
            for html in pages.map({ $0.html(in: language) }) {
                for word in ["style", "<script", "onclick", "src=", "href=", "action="] {
                    #expect(!html.contains(word))
                }
                #expect(Markup.isWhole(html))
                #expect(!html.contains("xxxx"), "a topic that is none of ours is not shown")
            }
        }
        #expect(UnsubscribePage.headers.first?.1.contains("default-src 'none'") == true)
    }

    @Test("afterwards the page says what was done, and points to preferences those who have them")
    func done() {
        let topic = UnsubscribePage.done(Self.tokens[0], .link).html(in: .english)
        #expect(topic.contains("“Invoices”") && topic.contains("preferences"))
        #expect(!UnsubscribePage.done(Self.tokens[0], .all).html(in: .english).contains("Invoices"))
        #expect(!UnsubscribePage.done(Self.tokens[2], .link).html(in: .english).contains("preferences"))
        #expect(
            UnsubscribePage.done(Self.tokens[1], .link).html(in: .french).contains("vous ne recevrez plus nos e-mails"))
    }

    @Test("one click is for the link's own topic; all is what the second button posts")
    func scope() {
        for (form, scope) in [
            ("List-Unsubscribe=One-Click", UnsubscribeScope.link), ("", .link), ("scope=link", .link),
            ("scope=all", .all),
            ("a=b&scope=all", .all), ("scope=allx", .link), ("xscope=all", .link),
            (String(repeating: "&", count: 2000) + "scope=all", .link),
        ] {
            #expect(UnsubscribeScope(form: Array(form.utf8)) == scope, "\(form.prefix(40))")
        }
    }
}
