import Foundation
import PythonHelpers
import Synchronization

/// A provider whose every answer is scripted (see `Scripts/scripted_provider.py`). All of a test process are one server; each
/// has a prefix of its own there.
public final class ScriptedProvider: Sendable {
    public enum Framing: String, Encodable, Sendable {
        case length, chunked, close
    }

    public struct Step: Encodable, Sendable {
        public var status = 200
        public var headers: [String: String] = [:]
        public var body = Data()
        public var framing = Framing.length
        /// Of one chunk, in bytes.
        public var size: Int?
        /// The connection ends after so many bytes of the body.
        public var cut: Int?
        /// Comes again every 20 ms after the body, until the client goes.
        public var `repeat`: Data?
        /// Nothing more comes, until the client goes.
        public var hold = false
        /// Before the end of a chunked body, in milliseconds.
        public var pause = 0
        /// Not even a head comes.
        public var silent = false

        public init(_ status: Int = 200, _ body: String = "", headers: [String: String] = [:]) {
            self.status = status
            self.body = Data(body.utf8)
            self.headers = headers
        }

        /// A stream of server-sent events or lines.
        public static func stream(
            _ body: String, framing: Framing = .chunked, _ change: (inout Step) -> Void = { _ in }
        ) -> Step {
            var step = Step(200, body, headers: ["Content-Type": "text/event-stream"])
            step.framing = framing
            change(&step)
            return step
        }

        public static let silent: Step = {
            var step = Step()
            step.silent = true
            return step
        }()
    }

    public struct Request: Decodable, Sendable {
        public let connection: Int
        public let method: String
        public let path: String
        public let headers: [String: String]
        public let body: String
    }

    private struct Start: Decodable {
        let url: String
    }

    private struct Command: Encodable {
        var cmd: String
        var path: String
        var steps: [Step] = []
    }

    private static let shared = Task {
        let helper = try PythonHelper(script: ModelScripts.path("scripted_provider.py"))
        let start: Start = try await helper.answer()
        return (helper: helper, url: start.url)
    }
    private static let made = Atomic(0)

    private let helper: PythonHelper
    private let prefix: String
    /// Without `/v1`.
    public let url: String

    public init() async throws {
        let shared = try await Self.shared.value
        helper = shared.helper
        prefix = "/\(Self.made.add(1, ordering: .relaxed).newValue)"
        url = shared.url + prefix
    }

    /// Answers the next requests for this path so; the last step stays.
    public func script(_ path: String, _ steps: Step...) async throws { try await script(path, steps) }

    public func script(_ path: String, _ steps: [Step]) async throws {
        _ = try await helper.ask(Command(cmd: "script", path: prefix + path, steps: steps), as: Bool.self)
    }

    /// The same without the prefix, for what has no path: all tests share that.
    public func scriptRoot(_ path: String, _ steps: Step...) async throws {
        _ = try await helper.ask(Command(cmd: "script", path: path, steps: steps), as: Bool.self)
    }

    public func requests(_ path: String) async throws -> [Request] {
        try await helper.ask(Command(cmd: "requests", path: prefix + path))
    }

    /// Whether the client of this path has closed its connection, within ten seconds.
    public func awaitClosed(_ path: String) async throws -> Bool {
        try await helper.ask(Command(cmd: "await_closed", path: prefix + path))
    }
}
