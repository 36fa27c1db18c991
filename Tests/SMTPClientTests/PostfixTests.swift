import Foundation
import MailTestSupport
import SMTPClient
import Testing

@Suite(
    "Mail by Postfix", .enabled(if: MailServer.isPossible, "Postfix starts as root alone"), .timeLimit(.minutes(1)))
struct PostfixTests {
    private static let password = "p@ss:w/rd é"
    private static let server = Task {
        try await MailServer(accounts: ["school": password], mailboxes: ["ada", "bob", "many", "large", "zoë"])
    }

    private func client(
        _ security: SMTPSecurity = .startTLS, password: String? = password, limits: SMTPLimits = SMTPLimits()
    ) async throws -> MailClient {
        let mail = try await Self.server.value
        return MailClient(
            SMTPServer(
                host: "localhost", port: security == .implicit ? mail.tlsPort : mail.startTLSPort, security: security,
                credentials: password.map { .init(user: "school", password: $0) },
                certificateAuthorityFile: mail.certificateAuthorityFile), limits: limits)
    }

    @Test(
        "a message lies in the mailbox byte by byte, over STARTTLS and over TLS",
        arguments: [(SMTPSecurity.startTLS, "ada"), (.implicit, "bob")])
    func arrives(_ security: SMTPSecurity, _ mailbox: String) async throws {
        let body = ".\r\n..\r\n.line\r\n  spaces  \r\n\r\nFrom the last line\r\n"
        let message = SMTPMessage.test(to: "\(mailbox)@school.test", from: "fleet@school.test", body: body)
        let reply = try await client(security).send(message).get()
        #expect(reply.code == 250)
        #expect(reply.text.hasPrefix("2.0.0 Ok: queued as"))
        let kept = try await Self.server.value.messages(in: mailbox)
        #expect(kept.count == 1)
        let text = String(decoding: try #require(kept.first), as: UTF8.self)
        #expect(text.hasPrefix("Return-Path: <fleet@school.test>\n"))
        #expect(text.contains("\nSubject: test\n"))
        #expect(text.hasSuffix("\n\n" + body.replacing("\r\n", with: "\n")))
    }

    @Test("many messages by some connections all arrive, each once")
    func many() async throws {
        let client = try await client()
        let replies = await withTaskGroup { group in
            for part in 0..<4 {
                group.addTask {
                    var replies: [Result<SMTPReply, SMTPError>] = []
                    for number in 0..<15 {
                        let body = "number \(part * 15 + number)\r\n"
                        replies.append(await client.send(.test(to: "many@school.test", body: body)))
                    }
                    return replies
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(replies.allSatisfy { $0.error == nil }, "\(replies.compactMap(\.error))")
        let kept = try await Self.server.value.messages(in: "many", atLeast: 60)
        let numbers = kept.map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
        }
        #expect(numbers.sorted() == (0..<60).map { "number \($0)" }.sorted())
    }

    @Test("its refusals are what they are")
    func refusals() async throws {
        let client = try await client()
        let unknown = await client.send(.test(to: "nowhere@school.test")).error
        #expect(unknown?.kind == .refused(.recipient))
        #expect(unknown?.reply?.code == 550)
        #expect(unknown?.reply?.text.contains("User unknown") == true)
        let size = String(repeating: "0123456789\r\n", count: 170_000)
        let large = await client.send(.test(to: "large@school.test", body: size)).error
        #expect(large?.kind == .refused(.sender))
        #expect(large?.reply?.code == 552)
        let wrong = await (try self.client(password: "s3cret")).send(.test(to: "ada@school.test")).error
        #expect(wrong?.kind == .signInRefused)
        #expect(wrong?.reply?.code == 535)
        let anonymous = await (try self.client(password: nil)).send(.test(to: "large@school.test")).error
        #expect(anonymous?.kind == .refused(.recipient))
        #expect(anonymous?.reply?.code == 554)
        let clear = await (try self.client(.off)).send(.test(to: "ada@school.test")).error
        #expect(clear?.kind == .signInNotOffered)
    }

    @Test("a mailbox beyond ASCII gets its message")
    func utf8() async throws {
        _ = try await client().send(.test(to: "zoë@school.test")).get()
        #expect(try await Self.server.value.messages(in: "zoë").count == 1)
    }

    @Test("a large message arrives whole")
    func large() async throws {
        let body = String(repeating: "0123456789\r\n", count: 30_000)
        _ = try await client().send(.test(to: "large@school.test", body: body)).get()
        let kept = try await Self.server.value.messages(in: "large")
        #expect(
            kept.first.map { $0.suffix(30_000 * 11) } == Data(String(repeating: "0123456789\n", count: 30_000).utf8))
    }
}
