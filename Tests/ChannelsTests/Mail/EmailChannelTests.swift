import Channels
import Foundation
import MailTestSupport
import SMTPClient
import Testing

@Suite("The channel of mail", .timeLimit(.minutes(1)))
struct EmailChannelTests {
    private static let server = Task { try await FaultyMailServer() }

    private func deliver(
        to recipient: String, hello: String = "test", id: String = "1@school.fr", within time: Duration = .seconds(15),
        change: (inout SMTPServer, FaultyMailServer) -> Void = { _, _ in }
    ) async throws -> DeliveryOutcome {
        let mail = try await Self.server.value
        var server = SMTPServer(host: "127.0.0.1", port: mail.ports.raw, security: .off, helloName: "\(hello).test")
        change(&server, mail)
        let message = MailMessage(
            from: .init(try MailAddress("fleet@school.fr"), name: "Flotilla"), to: .init(try MailAddress(recipient)),
            subject: "Bonjour à tous", text: "Café\n", id: id, date: Date())
        let channel = EmailChannel(MailClient(server, limits: SMTPLimits(connect: .seconds(1), reply: .seconds(1))))
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: channel.deliver(message, by: .now + time)) }
        }
    }

    @Test("what the server accepts is sent, with its words")
    func sent() async throws {
        let outcome = try await deliver(to: "ada@sent.test")
        #expect(outcome == DeliveryOutcome(.sent, code: "250", text: "2.0.0 Ok: queued as 1", messageID: "1@school.fr"))
        let seen = try #require(try await Self.server.value.seen(in: "sent.test").first)
        #expect((seen.sender, seen.recipient) == ("fleet@school.fr", "ada@sent.test"))
        let parser = try await MailParser()
        #expect(try await parser.parse(Array(seen.data)).parts.map(\.text) == ["Café\n"])
    }

    @Test(
        "5xx refuses for good, 4xx defers; both speak of the recipient or the message, but 421 of the server",
        arguments: [
            ("rcpt-550", .refused, false), ("data-554", .refused, false), ("predata-552", .refused, false),
            ("many-lines", .refused, false), ("rcpt-451", .deferred(after: nil), false),
            ("data-452", .deferred(after: nil), false), ("rcpt-421", .deferred(after: nil), true),
        ] as [(String, DeliveryOutcome.Kind, Bool)])
    func refusals(_ name: String, _ kind: DeliveryOutcome.Kind, _ speaks: Bool) async throws {
        let outcome = try await deliver(to: "\(name)@refusals.test")
        let code = name == "many-lines" ? "550" : String(name.suffix(3))
        #expect(outcome.kind == kind)
        #expect(outcome.code == code)
        #expect(outcome.text.hasPrefix("\(code) 5.1.1"))
        #expect(outcome.speaksOfDestination == speaks)
    }

    @Test(
        "what was handed over and has no answer is unknown",
        arguments: [("silent-dot", "timeout"), ("cut-dot", "cut"), ("odd-dot", "354"), ("garbage-dot", "cut")])
    func unknown(_ name: String, _ code: String) async throws {
        let outcome = try await deliver(to: "\(name)@unknown.test", within: .milliseconds(900))
        #expect(outcome.kind == .unknown)
        #expect(outcome.code == code)
        #expect(outcome.speaksOfDestination)
    }

    @Test("what an operator can mend waits for that, each with its own code, and never shows the password")
    func mendable() async throws {
        let secret = SMTPServer.Credentials(user: FaultyMailServer.user, password: "s3cret")
        let outcomes = [
            ("sign_in", try await deliver(to: "a@mend.test") { server, _ in server.credentials = secret }),
            (
                "sign_in_missing",
                try await deliver(to: "a@mend.test", hello: "no-auth") { server, _ in server.credentials = secret }
            ),
            ("tls_missing", try await deliver(to: "a@mend.test") { server, _ in server.security = .startTLS }),
            (
                "tls",
                try await deliver(to: "a@mend.test", hello: "tls-garbage") { server, _ in server.security = .startTLS }
            ),
            (
                "certificate",
                try await deliver(to: "a@mend.test") { server, mail in
                    server.port = mail.ports.tls; server.security = .implicit
                }
            ),
            ("connect", try await deliver(to: "a@mend.test") { server, mail in server.port = mail.ports.refused }),
            ("resolve", try await deliver(to: "a@mend.test") { server, _ in server.host = "nowhere.invalid" }),
            ("timeout_connect", try await deliver(to: "a@mend.test") { server, mail in server.port = mail.ports.mute }),
            ("timeout_reply", try await deliver(to: "silent-rcpt@mend.test")),
            ("554", try await deliver(to: "a@mend.test") { server, mail in server.port = mail.ports.closed }),
            ("530", try await deliver(to: "a@mend.test") { server, mail in server.port = mail.ports.startTLS }),
        ]
        for (code, outcome) in outcomes {
            #expect(outcome.code == code)
            #expect(outcome.kind == .deferred(after: nil), "\(code)")
            #expect(outcome.speaksOfDestination, "\(code)")
            #expect(!outcome.text.isEmpty && !outcome.text.contains("s3cret"), "\(outcome.text)")
        }
        #expect(try await Self.server.value.seen(in: "mend.test").isEmpty)
    }

    @Test("a message that cannot be written, and an address that the server cannot take, are refused for good")
    func unwritable() async throws {
        #expect(try await deliver(to: "a@unwritable.test", id: "no id").kind == .refused)
        let utf8 = try await deliver(to: "zoë@unwritable.test", hello: "no-utf8")
        #expect(utf8.kind == .refused)
        #expect(utf8.code == "smtputf8")
        #expect(!utf8.speaksOfDestination)
    }
}
