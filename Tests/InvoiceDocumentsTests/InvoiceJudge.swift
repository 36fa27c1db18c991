import Foundation
import PythonHelpers
import TestSupport

/// The validators of factur-x, in one process for all tests.
final class InvoiceJudge: Sendable {
    struct Verdict: Decodable, Sendable {
        /// Why the schema refuses it.
        let schema: String?
        /// Rules, each by its id and its text.
        let failed: [[String]]
        let warnings: [[String]]

        var rules: Set<String> { Set(failed.compactMap(\.first)) }
    }

    struct Attachment: Decodable, Sendable {
        let name: String
        let xml: String
    }

    /// What a parser of HTML finds.
    struct Page: Decodable, Sendable {
        let language: String
        let text: String
        let style: String
        let elements: [String]
        let attributes: [String]
        /// The texts of the elements with `dir="auto"`.
        let auto: [String]
    }

    private struct Command: Encodable {
        var cmd: String
        var xml = ""
        var pdf = ""
        var html = ""
    }

    static let shared = Task { try await InvoiceJudge() }

    private let helper: PythonHelper

    private init() async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Scripts/judge.py").path
        helper = try PythonHelper(script: script, python: Settings.python)
        _ = try await helper.answer(as: String.self)
    }

    func verdict(on xml: String) async throws -> Verdict { try await helper.ask(Command(cmd: "judge", xml: xml)) }

    func attachment(of pdf: [UInt8]) async throws -> Attachment {
        try await helper.ask(Command(cmd: "attachment", pdf: Data(pdf).base64EncodedString()))
    }

    func page(_ html: String) async throws -> Page { try await helper.ask(Command(cmd: "page", html: html)) }
}
