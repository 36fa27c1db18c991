import AWSTestSupport
import Foundation
import PythonHelpers

/// The other side of deliveries: an endpoint for webhooks, a Slack or a PagerDuty, on ports of its own. It notes each
/// request, checks what the real one would, and answers as it was scripted (see `Scripts/channel_server.py`).
public final class ChannelServer: Sendable {
    public enum Role: String, Sendable {
        case webhook, slack, pagerduty
    }

    public struct Ports: Decodable, Sendable {
        public let http: Int
        /// With a certificate of `authority` for `localhost`, `hooks.example` and 127.0.0.1.
        public let https: Int
        public let wrongName: Int
        public let expired: Int
        public let selfSigned: Int
        /// Closes each connection before it has read anything.
        public let unread: Int
        /// Bound, but not listening.
        public let refused: Int
        /// PEM.
        public let authority: String
    }

    public struct Request: Decodable, Sendable {
        public let connection: Int
        /// Of ours that it came to: 127.0.0.1 or 127.0.0.2.
        public let address: String
        public let port: Int
        public let method: String
        public let target: String
        /// Names in small letters.
        public let headers: [String: String]
        public let body: String
        /// Of a webhook: for each secret that was set `verified`, or what is wrong. Of PagerDuty: what is wrong. Of Slack:
        /// `ok` or what is wrong.
        public let verdict: [String]

        private enum Key: CodingKey {
            case connection, address, port, method, target, headers, body, verdict
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            connection = try container.decode(Int.self, forKey: .connection)
            address = try container.decode(String.self, forKey: .address)
            port = try container.decode(Int.self, forKey: .port)
            method = try container.decode(String.self, forKey: .method)
            target = try container.decode(String.self, forKey: .target)
            headers = try container.decode([String: String].self, forKey: .headers)
            body = try container.decode(String.self, forKey: .body)
            verdict =
                try (try? container.decode([String].self, forKey: .verdict))
                ?? [container.decode(String.self, forKey: .verdict)]
        }
    }

    /// How one request is answered.
    public struct Step: Encodable, Sendable {
        public enum Fault: String, Encodable, Sendable {
            case silent, close, drip, cut, garbage, flood
            case dripHead = "drip_head"
        }

        public var status = 200
        public var headers: [String: String] = [:]
        public var body = ""
        /// More bytes of body.
        public var size = 0
        /// More bytes of headers.
        public var head = 0
        public var fault: Fault?

        public init(
            _ status: Int = 200, headers: [String: String] = [:], body: String = "", size: Int = 0, head: Int = 0,
            fault: Fault? = nil
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.size = size
            self.head = head
            self.fault = fault
        }
    }

    /// What the server knows: each is left as it was when nil.
    public struct Settings: Encodable, Sendable {
        /// Of webhooks: what deliveries are verified with, beside those that were set before.
        public var secrets: [String]?
        /// Of Slack: the bot's token (`xoxb-test` unless set), and what it may post to.
        public var token: String?
        public var channels: [String]?
        /// Of Slack: the paths of incoming webhooks (`/services/T0/B0/right` unless set).
        public var hooks: [String]?
        /// Of PagerDuty (`defaultRoutingKey` unless set).
        public var routingKey: String?

        public init() {}

        private enum CodingKeys: String, CodingKey {
            case secrets, token, channels, hooks
            case routingKey = "routing_key"
        }
    }

    private struct Command: Encodable {
        var cmd: String
        var path = ""
        var count = 0
        var steps: [Step] = []
        var settings: Settings?
    }

    public static let routingKey = "R0123456789ABCDEF0123456789ABCDEF"

    private let helper: PythonHelper
    public let ports: Ports
    /// The path of a file with `ports.authority`.
    public let authorityFile: String

    public init(_ role: Role) async throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Scripts/channel_server.py").path
        helper = try PythonHelper(
            script: script, python: try await AWSTestEnvironment.python(), arguments: [role.rawValue])
        ports = try await helper.answer()
        authorityFile = FileManager.default.temporaryDirectory.appendingPathComponent("flotilla-\(UUID()).pem").path
        try ports.authority.write(toFile: authorityFile, atomically: true, encoding: .utf8)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: authorityFile)
    }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(ports.http)\(path)" }

    /// Answers the next requests for this path so, one after the other.
    public func script(_ path: String, _ steps: Step...) async throws {
        _ = try await helper.ask(Command(cmd: "script", path: path, steps: steps), as: Bool.self)
    }

    public func script(_ path: String, repeating step: Step, _ count: Int) async throws {
        let steps = Array(repeating: step, count: count)
        _ = try await helper.ask(Command(cmd: "script", path: path, steps: steps), as: Bool.self)
    }

    public func set(_ change: (inout Settings) -> Void) async throws {
        var settings = Settings()
        change(&settings)
        _ = try await helper.ask(Command(cmd: "set", settings: settings), as: Bool.self)
    }

    /// The requests that came for this path so far, or for all; waits up to ten seconds until there are so many.
    public func requests(_ path: String = "", atLeast count: Int = 0) async throws -> [Request] {
        try await helper.ask(Command(cmd: "wait", path: path, count: count))
    }
}
