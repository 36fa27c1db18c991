import Channels
import Testing

@Suite("Addresses of mail")
struct MailAddressTests {
    @Test(
        "what is an address is taken as it is",
        arguments: [
            "ada@school.fr", "a@b", "ada.lovelace+news@mail.school.fr", "o'brien@school.ie", "\"quoted\"@x.test",
            "\"with space\"@x.test", "\"a@b\"@x.test", "\"esc\\\"aped\"@x.test", "zoë@école.fr", "用户@例子.中国",
            "user@xn--cole-9oa.fr", "x_!#$%&'*+/=?^`{|}~@x.test", "\(String(repeating: "a", count: 64))@x.test",
        ])
    func sound(_ text: String) throws {
        let address = try MailAddress(text)
        #expect(address.description == text)
        #expect(address.domain == String(text[text.index(after: try #require(text.lastIndex(of: "@")))...]))
    }

    @Test(
        "what is none is refused, by what is wrong with it",
        arguments: [
            ("", .empty), ("ada", .noAt), ("@x.test", .localPart), ("ada@", .domain), ("a@b@c", .severalAts),
            ("a@x.test, b@x.test", .severalAts), ("a@x.test;b@x.test", .severalAts), ("a,b@x.test", .localPart),
            ("a b@x.test", .localPart), (" a@x.test", .localPart), ("a@x.test ", .domain), ("a@x test", .domain),
            ("<script>@x.test", .localPart), ("a@<script>", .domain), ("Ada <a@x.test>", .localPart),
            ("a@x.test>\r\nRCPT TO:<b@x.test", .invisibleCharacter), ("a@x.test\n", .invisibleCharacter),
            ("a\0@x.test", .invisibleCharacter), ("a\u{202E}b@x.test", .invisibleCharacter),
            ("a\u{200B}@x.test", .invisibleCharacter), ("a\u{2028}@x.test", .invisibleCharacter),
            ("a\u{A0}b@x.test", .invisibleCharacter), ("-rf@x.test", .localPart), (".a@x.test", .localPart),
            ("a.@x.test", .localPart), ("a..b@x.test", .localPart), ("\"open@x.test", .localPart),
            ("\"a\"b\"@x.test", .localPart), ("\"\"@x.test", .localPart), ("\"a>b\"@x.test", .localPart),
            ("\"a\\\"@x.test", .localPart), ("a@-x.test", .domain), ("a@x-.test", .domain), ("a@x..test", .domain),
            ("a@.test", .domain), ("a@test.", .domain), ("a@[127.0.0.1]", .domain), ("a@x.test:25", .domain),
            ("a@\(String(repeating: "x", count: 64)).test", .domain),
            ("\(String(repeating: "a", count: 65))@x.test", .localPart),
            ("a@\(String(repeating: "x.", count: 160))test", .tooLong),
            ("\(String(repeating: "é", count: 400))@x", .tooLong),
        ] as [(String, MailAddressError)])
    func unsound(_ text: String, _ reason: MailAddressError) {
        #expect(throws: reason) { try MailAddress(text) }
    }
}
