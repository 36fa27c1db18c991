import Foundation

/// An HTTP server that misbehaves on request: what it does is the path that it is asked for (see `faulty_http.py`).
public final class FaultyServer: Sendable {
    public struct Ports: Decodable, Sendable {
        public let http: Int
        public let https: Int
        /// Its accept queue is full, and nothing accepts.
        public let full: Int
        /// Bound, but not listening.
        public let refused: Int
        /// The certificate of `https`, PEM; for `localhost` and 127.0.0.1.
        public let ca: String
    }

    public struct Seen: Decodable, Sendable {
        public let connection: Int
        public let method: String
        public let target: String
        public let headers: [[String]]
        public let body: String
    }

    private struct Command: Encodable {
        var cmd: String
        var path = ""
        var data = ""
        var count = 0
    }

    private let helper: PythonHelper
    public let ports: Ports

    public init() async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Scripts/faulty_http.py").path
        helper = try PythonHelper(script: script)
        ports = try await helper.answer()
    }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(ports.http)\(path)" }

    public func seen() async throws -> [Seen] { try await helper.ask(Command(cmd: "seen")) }

    /// Waits until a request for this path has come in.
    public func awaitRequest(_ path: String) async throws {
        _ = try await helper.ask(Command(cmd: "await_request", path: path), as: Bool.self)
    }

    /// Waits until the client has closed the connection of a request for this path.
    public func awaitClosed(_ path: String) async throws {
        _ = try await helper.ask(Command(cmd: "await_closed", path: path), as: Bool.self)
    }

    /// Waits until `/flood` cannot write any more, and returns how many bytes it has written.
    public func awaitStall() async throws -> Int { try await helper.ask(Command(cmd: "await_stall")) }

    /// Sends a chunk on the open `/push` answer; empty ends it.
    public func push(_ data: String) async throws {
        _ = try await helper.ask(Command(cmd: "push", data: data), as: Bool.self)
    }

    /// Lets the held `/gate` requests answer.
    public func open() async throws { _ = try await helper.ask(Command(cmd: "open"), as: Bool.self) }

    /// Waits until so many `/gate` requests are held at once.
    public func awaitHeld(_ count: Int) async throws -> Int {
        try await helper.ask(Command(cmd: "await_held", count: count))
    }
}
