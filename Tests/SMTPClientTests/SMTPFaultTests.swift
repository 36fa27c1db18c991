import Foundation
import MailTestSupport
import SMTPClient
import Testing

@Suite("How mail fails", .timeLimit(.minutes(1)))
struct SMTPFaultTests {
    private func failure(
        of recipient: String, hello: String = "test", from sender: String = "fleet@sender.test",
        body: String = "Hello\r\n",
        within time: Duration = .seconds(15), limits: SMTPLimits = SMTPLimits()
    ) async throws -> SMTPError? {
        let client = MailClient(try await SharedMail.raw(hello: "\(hello).test"), limits: limits)
        return await client.send(.test(to: recipient, from: sender, body: body), within: time).error
    }

    @Test(
        "a no has its code, its words and the question to which it was the answer",
        arguments: [451, 452, 550, 552, 554, 421])
    func refusals(_ code: Int) async throws {
        for (name, stage) in [("rcpt", .recipient), ("predata", .message), ("data", .message)]
            as [(String, SMTPError.Stage)]
        {
            let error = try await failure(of: "\(name)-\(code)@refusals.test")
            #expect(error == SMTPError(.refused(stage), reply: SMTPReply(code: code, text: "5.1.1 \(name) says no")))
        }
        let sender = try await failure(of: "ada@refusals.test", from: "mail-\(code)@sender.test")
        #expect(sender == SMTPError(.refused(.sender), reply: SMTPReply(code: code, text: "5.1.1 mail says no")))
    }

    @Test(
        "aiosmtpd's refusals are read alike",
        arguments: [("rcpt-451", .recipient), ("data-554", .message)] as [(String, SMTPError.Stage)])
    func sound(_ name: String, _ stage: SMTPError.Stage) async throws {
        let server = SMTPServer(host: "127.0.0.1", port: try await SharedMail.get().ports.plain, security: .off)
        let error = await MailClient(server).send(.test(to: "\(name)@sound.test")).error
        #expect(error?.kind == .refused(stage))
        #expect(error?.reply?.code == Int(name.suffix(3)))
        // Its limit is announced, and the client's size, too: refused before any of it is sent.
        let large = SMTPMessage.test(to: "ada@sound.test", body: String(repeating: "0123456789\r\n", count: 200_000))
        let tooLarge = await MailClient(server).send(large).error
        #expect(tooLarge?.kind == .refused(.sender))
        #expect(tooLarge?.reply?.code == 552)
    }

    @Test("a no of many lines is joined, without what steers a terminal")
    func lines() async throws {
        let error = try await failure(of: "many-lines@lines.test")
        #expect(
            error?.reply == SMTPReply(code: 550, text: "5.1.1 The first line 5.1.1 the second[31m 5.1.1 and the last"))
    }

    @Test("a door that is closed, one that does not open, and none at all")
    func doors() async throws {
        let ports = try await SharedMail.get().ports
        func error(_ host: String, _ port: UInt16, _ security: SMTPSecurity = .off) async -> SMTPError? {
            let limits = SMTPLimits(connect: .milliseconds(400))
            let server = SMTPServer(host: host, port: port, security: security)
            return await MailClient(server, limits: limits).send(.test(to: "ada@doors.test")).error
        }
        let closed = await error("127.0.0.1", ports.closed)
        #expect(
            closed == SMTPError(.refused(.connection), reply: SMTPReply(code: 554, text: "5.7.1 no service for you")))
        #expect(await error("127.0.0.1", ports.mute) == SMTPError(.timedOut(.connect)))
        #expect(await error("127.0.0.1", ports.mute, .implicit) == SMTPError(.timedOut(.connect)))
        #expect(await error("127.0.0.1", ports.refused) == SMTPError(.cannotConnect))
        // RFC 6761 keeps .invalid from ever resolving.
        #expect(await error("nowhere.invalid", 25) == SMTPError(.cannotResolve))
    }

    @Test("a server that says nothing after the message, or cuts: it may have been accepted")
    func unknown() async throws {
        let started = ContinuousClock.now
        let silent = try await failure(of: "silent-dot@unknown.test", within: .milliseconds(700))
        #expect(silent == SMTPError(.timedOut(.total), messageMayHaveBeenAccepted: true))
        // The goodbye to a server that is silent is not waited for.
        #expect(ContinuousClock.now - started < .seconds(5))
        let cut = try await failure(of: "cut-dot@unknown.test")
        #expect(cut == SMTPError(.cut, messageMayHaveBeenAccepted: true))
        let odd = try await failure(of: "odd-dot@unknown.test")
        #expect(odd?.messageMayHaveBeenAccepted == true)
        let garbage = try await failure(of: "garbage-dot@unknown.test")
        #expect(garbage?.messageMayHaveBeenAccepted == true)
        let seen = try await SharedMail.get().seen(in: "unknown.test")
        #expect(
            seen.map(\.recipient).sorted()
                == ["cut-dot", "garbage-dot", "odd-dot", "silent-dot"].map { "\($0)@unknown.test" })
    }

    @Test("an answer that is missing by a connection used again is no reason to send once more")
    func unknownAfterReuse() async throws {
        let client = MailClient(try await SharedMail.raw())
        _ = try await client.send(.test(to: "ada@reused.test")).get()
        let body = String(repeating: ".dots\r\n", count: 300)
        let error = await client.send(.test(to: "cut-dot@reused.test", body: body)).error
        #expect(error == SMTPError(.cut, messageMayHaveBeenAccepted: true))
        let seen = try await SharedMail.get().seen(in: "reused.test")
        #expect(seen.count == 2)
        #expect(Set(seen.map(\.connection)).count == 1)
    }

    @Test("what is cut or stalls before the end of the message cannot have been accepted")
    func known() async throws {
        let large = String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 90_000)
        let cut = try await failure(of: "cut-data@known.test", body: large)
        #expect(cut == SMTPError(.cut))
        let stalled = try await failure(of: "stall-data@known.test", body: large, within: .seconds(2))
        #expect(stalled == SMTPError(.timedOut(.total)))
        try await SharedMail.get().release("stall-data")
        #expect(try await SharedMail.get().seen(in: "known.test").isEmpty)
    }

    @Test(
        "a reply that does not come, or drips, ends at the limit between command and reply",
        arguments: ["silent-rcpt", "drip"])
    func replies(_ name: String) async throws {
        let error = try await failure(of: "\(name)@replies.test", limits: SMTPLimits(reply: .milliseconds(500)))
        #expect(error == SMTPError(.timedOut(.reply)))
        let total = try await failure(of: "\(name)@replies.test", within: .milliseconds(600))
        #expect(total == SMTPError(.timedOut(.total)))
    }

    @Test("a server that is silent after a no does not hold the caller up")
    func silentQuit() async throws {
        let started = ContinuousClock.now
        let error = try await failure(of: "rcpt-550@quit.test", hello: "silent-quit")
        #expect(error?.kind == .refused(.recipient))
        #expect(ContinuousClock.now - started < .seconds(8))
        let client = MailClient(
            try await SharedMail.raw(hello: "silent-quit.test"), limits: SMTPLimits(messagesPerConnection: 1))
        _ = try await client.send(.test(to: "ada@quit.test")).get()
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test(
        "a task that is cancelled ends its message; whether it may be accepted is said",
        arguments: [("silent-rcpt", false), ("silent-dot", true)])
    func cancellation(_ name: String, _ mayBeAccepted: Bool) async throws {
        let client = MailClient(try await SharedMail.raw())
        let task = Task.detached {
            try client.send(.test(to: "\(name)@cancelled.test"), by: .now + .seconds(20))
        }
        if mayBeAccepted {
            while try await SharedMail.get().seen(in: "cancelled.test").isEmpty {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        task.cancel()
        let result = await task.result
        #expect(result.error == SMTPError(.cancelled, messageMayHaveBeenAccepted: mayBeAccepted))
    }

    @Test("addresses beyond ASCII are refused where the server takes none, also by a connection that is kept")
    func utf8() async throws {
        let client = MailClient(try await SharedMail.raw(hello: "no-utf8.test"))
        #expect(await client.send(.test(to: "zoë@no-utf8.test")).error == SMTPError(.utf8NotOffered))
        _ = try await client.send(.test(to: "ada@no-utf8.test")).get()
        #expect(await client.send(.test(to: "zoë@no-utf8.test")).error == SMTPError(.utf8NotOffered))
        #expect(await client.send(.test(to: "ada@zoë.test")).error == SMTPError(.utf8NotOffered))
        _ = try await client.send(.test(to: "bob@no-utf8.test")).get()
        #expect(try await SharedMail.get().seen(in: "no-utf8.test").count == 2)
    }

    @Test(
        "what would be a command, or a message of its own, is never sent",
        arguments: [
            ("a@x.test>\r\nRCPT TO:<b@x.test", "Hello\r\n"), ("a@x.test\n", "Hello\r\n"), ("a\0@x.test", "Hello\r\n"),
            ("", "Hello\r\n"), ("a@x.test", "no end"), ("a@x.test", "lone\nline feed\r\n"),
            ("a@x.test", "lone\rreturn\r\n"),
            ("a@x.test", "\n.\r\nMAIL FROM:<b@x.test>\r\n"), ("a@x.test", "NUL\0\r\n"),
            ("a@x.test", String(repeating: "x", count: 999) + "\r\n"),
        ])
    func injections(_ recipient: String, _ body: String) async throws {
        let error = try await failure(of: recipient, body: body)
        guard case .invalidMessage = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        let error2 = try await failure(of: "ada@injections.test", from: "a@x.test>\r\nRCPT TO:<b@x.test")
        #expect(error2?.messageMayHaveBeenAccepted == false)
    }

    @Test("the longest line arrives")
    func longest() async throws {
        let body = String(repeating: "x", count: 998) + "\r\n"
        #expect(try await failure(of: "ada@longest.test", body: body) == nil)
    }
}

extension Result where Failure == any Error {
    fileprivate var error: SMTPError? { if case .failure(let error) = self { error as? SMTPError } else { nil } }
}
