import Foundation
import PythonHelpers

/// A real mail server: Postfix, with Dovecot to check passwords, in a folder and on ports of its own. It takes messages from
/// those who sign in, by TLS alone, for mailboxes at `school.test`; up to 2,000,000 bytes each.
public final class MailServer: Sendable {
    private struct Ports: Decodable {
        let startTLS: UInt16
        let tls: UInt16
        let ca: String
    }

    private struct Options: Encodable {
        let accounts: [String: String]
        let mailboxes: [String]
    }

    private struct Command: Encodable {
        var cmd: String
        var mailbox = ""
        var count = 0
    }

    /// Postfix starts as root alone.
    public static let isPossible = getuid() == 0
    public static let domain = "school.test"

    private let helper: PythonHelper
    /// Demands STARTTLS before it takes a password.
    public let startTLSPort: UInt16
    /// TLS from the first byte.
    public let tlsPort: UInt16
    /// The file of the certificate, PEM; for `localhost` and 127.0.0.1.
    public let certificateAuthorityFile: String

    /// - Parameters:
    ///   - accounts: users and passwords.
    ///   - mailboxes: names at `school.test`; a message for another one is refused with 550.
    public init(accounts: [String: String], mailboxes: [String]) async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let options = try JSONEncoder().encode(Options(accounts: accounts, mailboxes: mailboxes))
        helper = try PythonHelper(
            script: folder.appendingPathComponent("Scripts/mail_server.py").path,
            arguments: [
                folder.deletingLastPathComponent().appendingPathComponent("PythonHelpers/Scripts").path,
                String(decoding: options, as: UTF8.self),
            ])
        let ports: Ports = try await helper.answer()
        (startTLSPort, tlsPort) = (ports.startTLS, ports.tls)
        certificateAuthorityFile = ports.ca
    }

    /// The messages in a mailbox, as they lie there: with what the server put before them, and line feeds as line ends.
    /// Waits until there are as many, for twenty seconds at most.
    public func messages(in mailbox: String, atLeast count: Int = 1) async throws -> [Data] {
        try await helper.ask(Command(cmd: "mails", mailbox: mailbox, count: count))
    }

    /// The last lines of its logs.
    public func log() async throws -> String { try await helper.ask(Command(cmd: "log")) }
}
