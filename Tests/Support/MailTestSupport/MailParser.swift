import Foundation
import PythonHelpers

/// Python's `email`, as a second opinion on what a message says.
public final class MailParser: Sendable {
    public struct Mail: Decodable, Sendable {
        public struct Part: Decodable, Sendable {
            public let type: String
            public let encoding: String
            public let charset: String
            public let text: String
        }

        /// Of the header's fields, in their order.
        public let names: [String]
        /// By names in lower case, decoded.
        public let headers: [String: String]
        /// Pairs of a name and an address.
        public let to: [[String]]
        public let sender: [[String]]
        public let date: Double
        public let type: String
        public let parts: [Part]
        /// What is not as the standards have it.
        public let defects: [String]
    }

    private struct Command: Encodable {
        var cmd = "parse"
        var file: String
    }

    private let helper: PythonHelper

    public init() async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        helper = try PythonHelper(
            script: folder.appendingPathComponent("Scripts/parse_mail.py").path,
            arguments: [folder.deletingLastPathComponent().appendingPathComponent("PythonHelpers/Scripts").path])
        _ = try await helper.answer(as: Bool.self)
    }

    public func parse(_ data: [UInt8]) async throws -> Mail {
        // By a file: a command that does not fit into the pipe would wait for a helper which waits for us.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).eml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(data).write(to: file)
        return try await helper.ask(Command(file: file.path))
    }
}
