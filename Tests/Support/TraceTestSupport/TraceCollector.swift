import Foundation
import PythonHelpers

/// A collector of traces in a process of its own, which decodes OTLP by OpenTelemetry's own messages (see
/// `Scripts/trace_collector.py`).
public final class TraceCollector: Sendable {
    public struct Link: Decodable, Sendable, Hashable {
        public let trace: String
        public let id: String

        public init(trace: String, id: String) {
            self.trace = trace
            self.id = id
        }
    }

    /// Ids are in hexadecimal digits; what has none is empty.
    public struct Span: Decodable, Sendable {
        public let trace: String
        public let id: String
        public let parent: String
        public let state: String
        public let name: String
        /// `SERVER`, `PRODUCER`, …
        public let kind: String
        /// Nanoseconds since 1970.
        public let start: UInt64
        public let end: UInt64
        public let attributes: [String: String]
        public let links: [Link]
        /// `UNSET` or `ERROR`.
        public let status: String
        public let resource: [String: String]
    }

    public struct Request: Decodable, Sendable {
        public let path: String
        /// Names in lower case.
        public let headers: [String: String]
    }

    public struct Answer: Encodable, Sendable {
        /// 0 is no answer at all.
        public let status: Int
        public let headers: [String: String]
        public let rejected: Int

        public init(_ status: Int, headers: [String: String] = [:], rejected: Int = 0) {
            self.status = status
            self.headers = headers
            self.rejected = rejected
        }
    }

    private struct Command: Encodable {
        var cmd: String
        var names: [String: Int] = [:]
        var seconds: Double = 30
        var count = 0
        var answers: [Answer] = []
    }

    private let helper: PythonHelper
    /// For `OTEL_EXPORTER_OTLP_ENDPOINT`.
    public let url: String

    public init() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Scripts/trace_collector.py").path
        helper = try PythonHelper(script: script, python: try PythonEnvironment.python())
        url = "http://127.0.0.1:\(try await helper.answer(as: Int.self))"
    }

    public func stop() { helper.stop() }

    public func spans() async throws -> [Span] { try await helper.ask(Command(cmd: "spans")) }

    /// Waits until so many spans of each of these names came; then, or when the time is over, all that came.
    public func spans(with names: [String: Int], within seconds: Double = 30) async throws -> [Span] {
        try await helper.ask(Command(cmd: "await", names: names, seconds: seconds))
    }

    public func requests() async throws -> [Request] { try await helper.ask(Command(cmd: "requests")) }

    /// Waits for so many requests in all.
    /// - Returns: whether they came.
    public func awaitRequests(_ count: Int, within seconds: Double = 30) async throws -> Bool {
        try await helper.ask(Command(cmd: "await_requests", seconds: seconds, count: count))
    }

    /// What the next requests are answered; after that, 200.
    public func answer(_ answers: Answer...) async throws {
        _ = try await helper.ask(Command(cmd: "answer", answers: answers), as: Bool.self)
    }
}
