import Foundation
import PythonHelpers

/// Mail servers that misbehave on request: by the recipient's name, or by the name that greets (see `faulty_mail.py`).
public final class FaultyMailServer: Sendable {
    public struct Ports: Decodable, Sendable {
        /// Byte by byte, with `AUTH` in clear and no TLS.
        public let raw: UInt16
        /// Accepts connections and says nothing.
        public let mute: UInt16
        /// Greets with 554.
        public let closed: UInt16
        /// aiosmtpd, without sign-in.
        public let plain: UInt16
        /// aiosmtpd, which demands STARTTLS and a sign-in.
        public let startTLS: UInt16
        /// aiosmtpd, TLS from the first byte and a sign-in.
        public let tls: UInt16
        /// Bound, but not listening.
        public let refused: UInt16
        /// The file of the certificate, PEM; for `localhost` alone.
        public let ca: String
    }

    public struct Seen: Decodable, Sendable {
        public let connection: Int
        public let sender: String
        public let recipient: String
        public let data: Data
        public let hello: String
        public let user: String?
        public let tls: Bool
        /// Of `MAIL FROM`, such as `SMTPUTF8`.
        public let parameters: [String]

        public var text: String { String(decoding: data, as: UTF8.self) }
    }

    private struct Command: Encodable {
        var cmd: String
        var name = ""
        var connection = 0
    }

    public static let user = "school"
    public static let password = "p@ss:w/rd é"

    private let helper: PythonHelper
    public let ports: Ports

    public init() async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        helper = try PythonHelper(
            script: folder.appendingPathComponent("Scripts/faulty_mail.py").path,
            python: try PythonEnvironment.python(),
            arguments: [folder.deletingLastPathComponent().appendingPathComponent("PythonHelpers/Scripts").path])
        ports = try await helper.answer()
    }

    /// The messages for recipients of this domain.
    public func seen(in domain: String) async throws -> [Seen] {
        try await helper.ask(Command(cmd: "seen", name: domain))
    }

    /// How many messages there are for each recipient of this domain: of ten thousand, reading the messages takes minutes.
    public func counts(in domain: String) async throws -> [String: Int] {
        try await helper.ask(Command(cmd: "counts", name: domain))
    }

    /// What came in by a connection to `raw`, without the messages.
    public func commands(of connection: Int) async throws -> [String] {
        try await helper.ask(Command(cmd: "commands", connection: connection))
    }

    /// Waits until the connection to `raw` has ended whose last recipient this was.
    public func awaitEnd(of recipient: String) async throws -> Bool {
        try await helper.ask(Command(cmd: "await_end", name: recipient))
    }

    /// Lets go of the connections that this recipient's name holds up.
    public func release(_ name: String) async throws {
        _ = try await helper.ask(Command(cmd: "release", name: name), as: Bool.self)
    }
}
