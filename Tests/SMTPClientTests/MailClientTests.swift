import Foundation
import MailTestSupport
import SMTPClient
import Testing

@Suite("Mail that is accepted", .timeLimit(.minutes(1)))
struct MailClientTests {
    @Test("a message arrives byte by byte, with its sender, recipient and the name that greets")
    func arrives() async throws {
        let client = MailClient(try await SharedMail.raw(hello: "worker.school.fr"))
        let body = ".\r\n..\r\n.line\r\n  spaces \r\n\r\nlast\r\n"
        let reply = await client.send(.test(to: "ada@arrives.test", body: body))
        #expect(try reply.get() == SMTPReply(code: 250, text: "2.0.0 Ok: queued as 1"))
        let seen = try #require(try await SharedMail.get().seen(in: "arrives.test").first)
        #expect(seen.text == "Subject: test\r\n\r\n" + body)
        #expect(
            (seen.sender, seen.recipient, seen.hello) == ("fleet@sender.test", "ada@arrives.test", "worker.school.fr"))
        #expect(seen.parameters == ["SIZE=\(seen.data.count)"])
    }

    @Test(
        "lines that begin with a dot arrive whole, whatever the size: what fills libcurl's buffers, and its neighbours",
        arguments: [1_000, 16_384, 65_535, 65_536, 65_537, 200_000])
    func dots(_ size: Int) async throws {
        let client = MailClient(try await SharedMail.raw())
        var body = String(repeating: ".\r\n..dots\r\n.", count: size / 13)
        body += "\r\n" + String(repeating: "x", count: size % 13) + "\r\n.\r\n"
        let message = SMTPMessage.test(to: "ada@dots-\(size).test", body: body)
        _ = try await client.send(message).get()
        let seen = try await SharedMail.get().seen(in: "dots-\(size).test")
        #expect(seen.count == 1)
        #expect(seen.first.map { Array($0.data) } == message.data)
    }

    @Test("messages one after the other go by one connection, also after another was refused")
    func reuse() async throws {
        let client = MailClient(try await SharedMail.raw())
        for number in 1...5 { _ = try await client.send(.test(to: "p\(number)@reuse.test")).get() }
        let seen = try await SharedMail.get().seen(in: "reuse.test")
        #expect(Set(seen.map(\.connection)).count == 1)
        let commands = try await SharedMail.get().commands(of: try #require(seen.first).connection)
        #expect(commands.filter { $0.hasPrefix("EHLO") }.count == 1)
    }

    @Test("as many callers at once are as many connections, and each is used again")
    func atOnce() async throws {
        let client = MailClient(try await SharedMail.raw())
        for _ in 1...2 {
            let replies = await withTaskGroup { group in
                for number in 1...6 { group.addTask { await client.send(.test(to: "p\(number)@at-once.test")) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.error == nil })
        }
        let seen = try await SharedMail.get().seen(in: "at-once.test")
        #expect(seen.count == 12)
        #expect(Set(seen.map(\.connection)).count <= 6)
    }

    @Test("a connection that is idle for too long is closed with a goodbye, and so is that of a client which ends")
    func idle() async throws {
        let limits = SMTPLimits(idle: .milliseconds(300))
        var client: MailClient? = MailClient(try await SharedMail.raw(), limits: limits)
        _ = try await client?.send(.test(to: "first@idle.test")).get()
        #expect(try await SharedMail.get().awaitEnd(of: "first@idle.test"))
        _ = try await client?.send(.test(to: "second@idle.test")).get()
        client = nil
        #expect(try await SharedMail.get().awaitEnd(of: "second@idle.test"))
        for seen in try await SharedMail.get().seen(in: "idle.test") {
            #expect(try await SharedMail.get().commands(of: seen.connection).last == "QUIT")
        }
    }

    @Test(
        "what the server ended meanwhile is opened anew, and the message arrives once",
        arguments: ["then-close", "then-421"])
    func endedMeanwhile(_ name: String) async throws {
        let client = MailClient(try await SharedMail.raw())
        for _ in 1...3 {
            _ = try await client.send(.test(to: "\(name)@meanwhile.test")).get()
            #expect(try await SharedMail.get().awaitEnd(of: "\(name)@meanwhile.test"))
        }
        let seen = try await SharedMail.get().seen(in: "meanwhile.test").filter { $0.recipient.hasPrefix(name) }
        #expect(seen.count == 3)
        #expect(Set(seen.map(\.connection)).count == 3)
    }

    @Test("a server that takes one message by a connection gets them all, and so does a limit of ours")
    func oneEach() async throws {
        let theirs = MailClient(try await SharedMail.raw(hello: "one-each.test"))
        let ours = MailClient(try await SharedMail.raw(), limits: SMTPLimits(messagesPerConnection: 1))
        for number in 1...3 {
            _ = try await theirs.send(.test(to: "p\(number)@theirs.test")).get()
            _ = try await ours.send(.test(to: "p\(number)@ours.test")).get()
        }
        for domain in ["theirs.test", "ours.test"] {
            let seen = try await SharedMail.get().seen(in: domain)
            #expect(seen.map(\.recipient) == (1...3).map { "p\($0)@\(domain)" })
            #expect(Set(seen.map(\.connection)).count == 3)
        }
    }

    @Test("a server that knows no EHLO is greeted by HELO; one that answers late is waited for")
    func oddButSound() async throws {
        let old = MailClient(try await SharedMail.raw(hello: "hello-502.test"))
        _ = try await old.send(.test(to: "old@odd.test")).get()
        // The reply to the message has the caller's time, not that between others.
        let late = MailClient(try await SharedMail.raw(), limits: SMTPLimits(reply: .seconds(1)))
        _ = try await late.send(.test(to: "slow-dot@odd.test")).get()
    }

    @Test("addresses beyond ASCII go to a server that takes them, announced as such")
    func utf8() async throws {
        let server = SMTPServer(host: "127.0.0.1", port: try await SharedMail.get().ports.plain, security: .off)
        _ = try await MailClient(server).send(.test(to: "zoë@utf8.test")).get()
        let seen = try #require(try await SharedMail.get().seen(in: "utf8.test").first)
        #expect(seen.recipient == "zoë@utf8.test")
        #expect(seen.parameters.contains("SMTPUTF8"))
    }
}
