import SMTPClient
import Testing

@Suite("The address of a mail server")
struct SMTPServerTests {
    @Test("a URL says host, port, encryption, sign-in and the name that greets")
    func whole() throws {
        let server = try SMTPServer(
            url: "smtp://me%40school.fr:p%40ss%2Fw@mail.school.fr:2525/worker.school.fr?ca=/etc/ca%20file.pem")
        #expect(
            server
                == SMTPServer(
                    host: "mail.school.fr", port: 2525, security: .startTLS,
                    credentials: .init(user: "me@school.fr", password: "p@ss/w"), helloName: "worker.school.fr",
                    certificateAuthorityFile: "/etc/ca file.pem"))
    }

    @Test("a server that is printed shows no password")
    func printed() throws {
        let server = try SMTPServer(url: "smtp://me:s3cret@mail.school.fr")
        var dumped = ""
        dump(server, to: &dumped)
        for text in ["\(server)", String(reflecting: server), dumped] {
            #expect(text.contains("me") && !text.contains("s3cret"), "\(text)")
        }
    }

    @Test(
        "encryption is required with a password, unless it is declined; ports are those of the protocol",
        arguments: [
            ("smtp://h", .off, 25), ("smtp://h?tls=off", .off, 25), ("smtp://h?tls=required", .startTLS, 25),
            ("smtp://u:p@h", .startTLS, 587), ("smtp://u:p@h?tls=off", .off, 587), ("smtps://h", .implicit, 465),
            ("SMTPS://u:p@h:1?tls=required", .implicit, 1), ("smtp://[::1]:26", .off, 26),
            ("smtp://u:p@p2@h", .startTLS, 587),
        ] as [(String, SMTPSecurity, UInt16)])
    func defaults(_ url: String, _ security: SMTPSecurity, _ port: UInt16) throws {
        let server = try SMTPServer(url: url)
        #expect(server.security == security)
        #expect(server.port == port)
    }

    @Test(
        "a mistake is named, and no part of the URL is shown",
        arguments: [
            ("", "write smtp://"), ("mail.school.fr:25", "write smtp://"), ("http://h", "write smtp://"),
            ("smtp://", "host"), ("smtp://h:0", "port"), ("smtp://h:99999", "port"), ("smtp://h:x", "port"),
            ("smtp://::1", "IPv6"), ("smtp://a,b", "one"), ("smtp://[::1", "IPv6"), ("smtp://user@h", "user:password@"),
            ("smtp://:s3cret@h", "user:password@"), ("smtp://u:s3/cret@h", "%2F"), ("smtp://u:s3?cret@h", "%3F"),
            ("smtp://u:s3%cret@h", "%25"), ("smtp://u:s3%FF@h", "UTF-8"), ("smtp://u:s3%0Acret@h", "control"),
            ("smtp://u:s3 cret@h", "percent-encode"), ("smtp://h?tls=maybe", "tls"), ("smtps://h?tls=off", "smtp://"),
            ("smtp://h?s3cret=1", "options"), ("smtp://h?ca=", "PEM"), ("smtp://h/a%0Ab", "name after the host"),
        ])
    func mistakes(_ url: String, _ part: String) {
        let error = #expect(throws: SMTPServerError.self) { try SMTPServer(url: url) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("s3") == false)
    }
}
