import MailTestSupport
import SMTPClient
import Testing

@Suite("Encryption and sign-in", .timeLimit(.minutes(1)))
struct SMTPSecurityTests {
    private func secured(
        _ security: SMTPSecurity, host: String = "localhost", password: String = FaultyMailServer.password,
        trusts: Bool = true
    ) async throws -> MailClient {
        let mail = try await SharedMail.get()
        return MailClient(
            SMTPServer(
                host: host, port: security == .implicit ? mail.ports.tls : mail.ports.startTLS, security: security,
                credentials: .init(user: FaultyMailServer.user, password: password),
                certificateAuthorityFile: trusts ? mail.ports.ca : nil))
    }

    @Test(
        "STARTTLS and TLS from the first byte carry a sign-in and many messages",
        arguments: [SMTPSecurity.startTLS, .implicit])
    func encrypted(_ security: SMTPSecurity) async throws {
        let client = try await secured(security)
        let domain = "\(security)-good.test".lowercased()
        for number in 1...3 { _ = try await client.send(.test(to: "p\(number)@\(domain)")).get() }
        let seen = try await SharedMail.get().seen(in: domain)
        #expect(seen.count == 3)
        #expect(seen.allSatisfy { $0.tls && $0.user == FaultyMailServer.user })
        #expect(Set(seen.map(\.connection)).count == 1)
    }

    @Test(
        "PLAIN and LOGIN sign in", arguments: ["test", "login-only"])
    func mechanisms(_ hello: String) async throws {
        let client = MailClient(try await SharedMail.raw(hello: "\(hello).test", signsIn: true))
        _ = try await client.send(.test(to: "ada@\(hello).test")).get()
        #expect(try await SharedMail.get().seen(in: "\(hello).test").map(\.user) == [FaultyMailServer.user])
    }

    @Test("a wrong password is its own error with the server's words", arguments: [SMTPSecurity.startTLS, .implicit])
    func wrongPassword(_ security: SMTPSecurity) async throws {
        let error = await (try secured(security, password: "s3cret")).send(.test(to: "ada@wrong.test")).error
        #expect(error?.kind == .signInRefused)
        #expect(error?.reply?.code == 535)
        #expect(error?.messageMayHaveBeenAccepted == false)
    }

    @Test(
        "a server that offers no sign-in gets nothing from one who should sign in",
        arguments: ["no-auth", "cram-only", "hello-502", "old-auth"])
    func noSignIn(_ hello: String) async throws {
        let client = MailClient(try await SharedMail.raw(hello: "\(hello).test", signsIn: true))
        let error = await client.send(.test(to: "ada@none-\(hello).test")).error
        #expect(error?.kind == .signInNotOffered)
        #expect(try await SharedMail.get().seen(in: "none-\(hello).test").isEmpty)
    }

    @Test("a sign-in that is offered behind STARTTLS alone is not given in clear")
    func signInBehindTLS() async throws {
        let server = SMTPServer(
            host: "localhost", port: try await SharedMail.get().ports.startTLS, security: .off,
            credentials: SharedMail.credentials)
        #expect(await MailClient(server).send(.test(to: "ada@clear.test")).error?.kind == .signInNotOffered)
    }

    @Test("where STARTTLS is required and stripped or refused, nothing is sent", arguments: ["test", "tls-454"])
    func stripped(_ hello: String) async throws {
        var server = try await SharedMail.raw(hello: "\(hello).test", signsIn: true)
        server.security = .startTLS
        let error = await MailClient(server).send(.test(to: "ada@stripped.test")).error
        #expect(error?.kind == .tlsNotOffered)
        #expect(error?.reply?.code == (hello == "tls-454" ? 454 : nil))
        #expect(try await SharedMail.get().seen(in: "stripped.test").isEmpty)
    }

    @Test("what is no TLS is an error of TLS")
    func garbage() async throws {
        var server = try await SharedMail.raw(hello: "tls-garbage.test")
        server.security = .startTLS
        #expect(await MailClient(server).send(.test(to: "ada@garbage.test")).error?.kind == .tls)
        server.security = .implicit
        #expect(await MailClient(server).send(.test(to: "ada@garbage.test")).error?.kind == .tls)
    }

    @Test(
        "a certificate that is not trusted, or for another name, ends it",
        arguments: [SMTPSecurity.startTLS, .implicit])
    func certificates(_ security: SMTPSecurity) async throws {
        let untrusted = try await secured(security, trusts: false)
        #expect(await untrusted.send(.test(to: "ada@cert.test")).error == SMTPError(.certificate))
        let misnamed = try await secured(security, host: "127.0.0.1")
        #expect(await misnamed.send(.test(to: "ada@cert.test")).error == SMTPError(.certificate))
    }
}
