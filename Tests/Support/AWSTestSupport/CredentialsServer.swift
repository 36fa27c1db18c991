import PythonHelpers

/// What gives credentials beside a process: an instance's metadata, which want a token first, and a container's
/// (`/container`), which want to be shown `secret`. Each document has a number of its own.
public final class CredentialsServer: Sendable {
    public struct Call: Decodable, Sendable {
        public let method: String
        public let path: String
        /// Names in small letters.
        public let headers: [String: String]
    }

    private struct Address: Decodable {
        let url: String
    }

    private struct Settings: Encodable {
        var life: Int?
        var answer: String?
        var status: Int?
        var silent: Bool?
        var secret: String?
    }

    private struct Command: Encodable {
        var cmd: String
        var settings: Settings?
    }

    private let helper: PythonHelper
    public let url: String

    public init() async throws {
        helper = try PythonHelper(script: AWSTestEnvironment.script("credentials_server.py"))
        url = try await helper.answer(as: Address.self).url
    }

    /// - Parameters:
    ///   - life: seconds that credentials have from now on.
    ///   - answer: in place of a document.
    ///   - silent: answers no request.
    public func set(
        life: Int? = nil, answer: String? = nil, status: Int? = nil, silent: Bool? = nil, secret: String? = nil
    ) async throws {
        let settings = Settings(life: life, answer: answer, status: status, silent: silent, secret: secret)
        _ = try await helper.ask(Command(cmd: "settings", settings: settings), as: Bool.self)
    }

    public func calls() async throws -> [Call] { try await helper.ask(Command(cmd: "seen")) }
}
