import Channels
import Foundation
import MailTestSupport
import Testing

@Suite("Messages as mail programs read them")
struct MailMessageTests {
    private static let parser = Task { try await MailParser() }

    /// A message of these texts, and what Python's `email` reads in it.
    private func parsed(
        _ message: MailMessage, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> MailParser.Mail {
        let bytes = try message.bytes()
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        #expect(
            lines.allSatisfy { $0.last == 0x0D && $0.dropLast().allSatisfy { $0 != 0x0D } && $0.count <= 999 },
            sourceLocation: sourceLocation)
        // An address that is long has a line of its own.
        let head = lines.prefix { $0.count > 1 }
        #expect(
            head.allSatisfy { $0.count <= 79 || $0.starts(with: Array(" <".utf8)) }, sourceLocation: sourceLocation)
        let mail = try await Self.parser.value.parse(bytes)
        #expect(mail.defects == [], sourceLocation: sourceLocation)
        return mail
    }

    private func message(subject: String = "Hello", text: String = "Hello\n", html: String? = nil) throws -> MailMessage
    {
        MailMessage(
            from: .init(try MailAddress("fleet@school.fr"), name: "Flotilla"),
            to: .init(try MailAddress("ada@school.fr")), subject: subject, text: text, html: html,
            id: "0199c1f2@school.fr", date: Date(timeIntervalSince1970: 1_796_016_586))
    }

    @Test("the header says who, when, what, and that a program wrote it")
    func header() async throws {
        var message = try message()
        message.unsubscription = .init(
            url: "https://school.fr/u?token=\(String(repeating: "x", count: 300))", takesPost: true)
        let mail = try await parsed(message)
        #expect(
            mail.names == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "List-Unsubscribe",
                "List-Unsubscribe-Post", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
            ])
        #expect(mail.date == 1_796_016_586)
        #expect(mail.sender == [["Flotilla", "fleet@school.fr"]])
        #expect(mail.to == [["", "ada@school.fr"]])
        #expect(mail.headers["message-id"] == "<0199c1f2@school.fr>")
        #expect(mail.headers["auto-submitted"] == "auto-generated")
        #expect(mail.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
        #expect(mail.headers["list-unsubscribe"]?.contains("token=xxx") == true)
    }

    @Test("plain text goes as it is, with the line ends of mail")
    func plain() async throws {
        let mail = try await parsed(try message(text: "one\ntwo\r\nthree\rfour\u{2028}five"))
        #expect(mail.parts.map(\.encoding) == ["7bit"])
        #expect(mail.parts.map(\.text) == ["one\ntwo\nthree\nfour\nfive\n"])
    }

    @Test("text before page, each in an encoding that every server carries")
    func alternative() async throws {
        let mail = try await parsed(
            try message(text: "Café à 10 €, 🎓 = joie \n.\nFrom here\n", html: "<p>Café &amp; thé</p>"))
        #expect(mail.type == "multipart/alternative")
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.map(\.charset) == ["utf-8", "utf-8"])
        #expect(mail.parts.map(\.encoding) == ["quoted-printable", "quoted-printable"])
        #expect(mail.parts.map(\.text) == ["Café à 10 €, 🎓 = joie \n.\nFrom here\n", "<p>Café &amp; thé</p>\n"])
    }

    @Test("what looks like the boundary between parts is text")
    func boundary() async throws {
        let text = "--=_alternative\nContent-Type: text/html\n\n--=_alternative--\n"
        let mail = try await parsed(try message(text: text, html: "<p>x</p>"))
        #expect(mail.parts.map(\.text) == [text, "<p>x</p>\n"])
    }

    @Test(
        "a line of a megabyte arrives whole, and so does one of any character",
        arguments: [("x", 1_000_000), ("é", 20_000), ("=", 20_000), (" ", 20_000)])
    func longLine(_ character: String, _ count: Int) async throws {
        let line = String(repeating: character, count: count)
        let mail = try await parsed(try message(text: "a\(line)b\n"))
        #expect(mail.parts.map(\.encoding) == ["quoted-printable"])
        #expect(mail.parts.first?.text == "a\(line)b\n")
    }

    @Test("control characters, NUL and what turns the reading around are left out of texts")
    func hidden() async throws {
        let mail = try await parsed(try message(text: "a\0b\u{1B}[31mc\u{202E}d\u{2066}e\tf\u{200F}g\n"))
        #expect(mail.parts.map(\.text) == ["ab[31mcde\tf\u{200F}g\n"])
    }

    @Test(
        "a subject arrives as it was written",
        arguments: [
            "Hello", "Réunion à 10 h : ordre du jour", "🎓🎓🎓", "=?UTF-8?B?bm8=?=", "a  b", "\"quoted\" (and) <so> on",
            String(repeating: "long ", count: 60) + "end", String(repeating: "é", count: 300),
            "日本語の件名" + String(repeating: "字", count: 100),
            String(repeating: "x", count: 400),
        ])
    func subjects(_ subject: String) async throws {
        let mail = try await parsed(try message(subject: subject))
        #expect(mail.headers["subject"] == (subject == "a  b" ? "a b" : subject))
    }

    @Test(
        "a subject begins no field and hides nothing",
        arguments: [
            ("Hello\r\nBcc: all@school.fr", "Hello Bcc: all@school.fr"), ("a\0b", "a b"), ("a\u{202E}b", "a b"),
            ("\n\n", ""), ("a\rb\nc\u{2029}d", "a b c d"),
            (String(repeating: "x", count: 500), String(repeating: "x", count: 399) + "…"),
        ])
    func injections(_ subject: String, _ shown: String) async throws {
        let mail = try await parsed(try message(subject: subject))
        #expect(mail.headers["subject"] == shown)
        #expect(mail.headers["bcc"] == nil)
        #expect(mail.names.count == 9)
    }

    @Test(
        "a name arrives as it was written, beside its address",
        arguments: [
            "Ada", "Ada \"the\" \\ Countess", "Zoë Łukasz", "a@b.fr, c@d.fr", "Dupont, Jean (CPE) <x>",
            String(repeating: "name ", count: 20) + "x",
            String(repeating: "é", count: 200), "=?utf-8?q?no?=",
        ])
    func names(_ name: String) async throws {
        var message = try message()
        let address = "\(String(repeating: "a", count: 60))@\(String(repeating: "x", count: 60)).school.fr"
        for text in ["ada@school.fr", address] {
            message.recipient = .init(try MailAddress(text), name: name)
            let mail = try await parsed(message)
            #expect(mail.to == [[name, text]])
        }
    }

    @Test("an address beyond ASCII stands in the header as it is")
    func utf8() async throws {
        var message = try message()
        message.recipient = .init(try MailAddress("zoë@école.fr"))
        #expect(String(decoding: try message.bytes(), as: UTF8.self).contains("To: <zoë@école.fr>\r\n"))
    }

    @Test(
        "an id or a way to unsubscribe that is none is an error",
        arguments: ["", "x", "@x", "x@", "a@b@c", "a b@c", "a@b>\r\nX: y", "é@x"])
    func ids(_ id: String) throws {
        var message = try message()
        message.id = id
        #expect(throws: MailMessageError.id) { try message.bytes() }
        message.id = "a@b"
        message.unsubscription = .init(url: "https:\(id)\r\n>", takesPost: true)
        #expect(throws: MailMessageError.unsubscription) { try message.bytes() }
    }
}
