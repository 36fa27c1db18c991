import Foundation
import Testing

@testable import Accounts

@Suite("Values of an account")
struct ValueTests {
    @Test(
        "an e-mail address is trimmed, and its domain is in lower case",
        arguments: [
            ("a@b", "a@b"), ("  Ada.Lovelace@Example.COM\r\n", "Ada.Lovelace@example.com"),
            ("o'brien+tag@sub-domain.example", "o'brien+tag@sub-domain.example"),
            ("!#$%&'*+/=?^_`{|}~-@x1.2y", "!#$%&'*+/=?^_`{|}~-@x1.2y"),
            (String(repeating: "x", count: 64) + "@example.com", String(repeating: "x", count: 64) + "@example.com"),
        ])
    func addresses(input: String, text: String) throws {
        let address = try #require(EmailAddress(input))
        #expect(address.text == text)
        #expect(address.key == text.lowercased())
        #expect(String(address.domain) == text.split(separator: "@").last.map(String.init))
        #expect(!"\(address)".contains("@"))
    }

    @Test(
        "what is no e-mail address is refused",
        arguments: [
            "", " ", "@", "a", "a@", "@b", "a@@b", "a b@c", "a@b c", ".a@b", "a.@b", "a..b@c", "a@b.", "a@.b", "a@b..c",
            "a@-b", "a@b-", "a@b_c", "\"a\"@b", "a@[127.0.0.1]", "é@b", "a@é", "a@b\0", "a\n@b", "a@b\nBcc: c@d",
            "a@\u{212A}",
            "<a@b>", "a@b,c@d", String(repeating: "x", count: 65) + "@b", "a@" + String(repeating: "x", count: 64),
            "a@" + Array(repeating: "abcdefghi", count: 26).joined(separator: "."),
        ])
    func noAddresses(input: String) {
        #expect(EmailAddress(input) == nil)
    }

    @Test("two addresses that differ in case alone are one")
    func sameAddress() {
        #expect(EmailAddress("Ada@Example.com") == EmailAddress("aDA@example.COM"))
        #expect(Set([EmailAddress("Ada@Example.com"), EmailAddress("ada@example.com")]).count == 1)
        #expect(EmailAddress("ada@example.com") != EmailAddress("ada@example.org"))
    }

    @Test("a new password has 8 to 72 bytes, is not blank and holds no zero byte")
    func passwords() {
        for text in ["1234567x", "äöüß", String(repeating: "xy", count: 36), "a       ", "🚢🚁"] {
            #expect(Password(text).objection == nil)
        }
        for text in [
            "", "1234567", "äää1", String(repeating: "x", count: 73), "        ", "\u{2003}\u{2003}\u{2003}",
            "1234567\0",
        ] {
            #expect(Password(text).objection != nil)
        }
    }

    @Test(
        "what a guesser tries first is no new password",
        arguments: [
            "password", "PassWord1", "12345678", "87654321", "aaaaaaaa", "ääää", "abcdefgh", "qwertyuiop", "motdepasse",
        ])
    func common(text: String) {
        #expect(Password(text).objection != nil)
    }

    @Test("a password shows itself nowhere")
    func silence() throws {
        let body = try JSONDecoder().decode(
            SignUpRequest.Body.self, from: Data(#"{"email":"a@b.c","password":"hunter2-hunter2"}"#.utf8))
        var dumped = ""
        dump(body, to: &dumped)
        dump(try SignUpRequest(body), to: &dumped)
        let texts = ["\(body)", String(reflecting: body), "\(try SignUpRequest(body))", dumped]
        for text in texts { #expect(!text.contains("hunter2")) }
    }

    @Test("an external id is 43 characters that STS allows, never twice the same")
    func externalIDs() {
        let ids = (0..<200).map { _ in ExternalID.random().rawValue }
        #expect(Set(ids).count == 200)
        for id in ids { #expect(id.wholeMatch(of: /[\w+=,.@:\/-]{43}/) != nil) }
    }

    @Test("the names of roles are those of the column and the claim")
    func roles() {
        #expect(Role.allCases.map(\.rawValue) == ["admin", "school", "professor", "student", "support", "service"])
    }
}
