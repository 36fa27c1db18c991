import Foundation
import MailTestSupport
import SMTPClient

/// One server for the whole process: each test takes recipients of a domain of its own.
enum SharedMail {
    private static let server = Task { try await FaultyMailServer() }

    static func get() async throws -> FaultyMailServer { try await server.value }

    /// The server of bytes.
    /// - Parameter hello: its first label says how the server misbehaves.
    static func raw(hello: String = "test", signsIn: Bool = false) async throws -> SMTPServer {
        SMTPServer(
            host: "127.0.0.1", port: try await get().ports.raw, security: .off,
            credentials: signsIn ? credentials : nil, helloName: hello)
    }

    static let credentials = SMTPServer.Credentials(user: FaultyMailServer.user, password: FaultyMailServer.password)
}

extension SMTPMessage {
    static func test(to recipient: String, from sender: String = "fleet@sender.test", body: String = "Hello\r\n")
        -> SMTPMessage
    {
        SMTPMessage(from: sender, to: recipient, data: Array("Subject: test\r\n\r\n\(body)".utf8))
    }
}

extension MailClient {
    /// Sends from a thread of its own, as a handler would.
    func send(_ message: SMTPMessage, within time: Duration = .seconds(20)) async -> Result<SMTPReply, SMTPError> {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let result = Result { () throws(SMTPError) in try self.send(message, by: .now + time) }
                continuation.resume(returning: result)
            }
        }
    }
}

extension Result where Failure == SMTPError {
    var error: SMTPError? { if case .failure(let error) = self { error } else { nil } }
}
