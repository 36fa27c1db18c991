/// What went wrong, by kinds that let a caller decide what to do. `description` is safe to log; what the server said,
/// addresses and the like are in `debugDescription` only.
public struct RedisError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// There is no working connection, and nothing was sent.
        case unavailable
        /// No answer within the limit; the command may have been carried out.
        case timedOut
        /// The connection ended before the answer; the command may have been carried out.
        case connectionLost
        /// The server refused; `code` is the first word of its reply, such as `WRONGTYPE`.
        case server(code: String)
        /// What came back is no Redis reply.
        case protocolViolation
        /// The URL, the credentials or the certificates are wrong: trying again will not help.
        case configuration
    }

    public let kind: Kind
    /// Free of values: for logs and callers.
    let summary: String
    /// May hold values: for people who debug.
    let detail: String
    public let cause: Cause

    init(_ kind: Kind, _ summary: String, detail: String = "", cause: Cause) {
        self.kind = kind
        self.summary = summary
        self.detail = detail
        self.cause = cause
    }

    /// Whether the command may have been carried out although its caller got this error.
    public var isOutcomeUnknown: Bool {
        switch kind {
        case .timedOut, .connectionLost, .protocolViolation: true
        case .unavailable, .server, .configuration: false
        }
    }
}

extension RedisError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { summary }

    public var debugDescription: String {
        detail.isEmpty ? "RedisError(\(kind)): \(summary)" : "RedisError(\(kind)): \(summary): \(detail)"
    }
}

extension RedisError {
    static func unavailable(_ detail: String, _ cause: Cause = .unreachable) -> RedisError {
        RedisError(.unavailable, "Redis is unavailable", detail: detail, cause: cause)
    }

    static func timedOut(_ detail: String) -> RedisError {
        RedisError(.timedOut, "Redis did not answer in time", detail: detail, cause: .timedOut)
    }

    static func connectionLost(_ detail: String, _ cause: Cause = .connectionLost) -> RedisError {
        RedisError(.connectionLost, "the connection to Redis ended before the answer", detail: detail, cause: cause)
    }

    static func protocolViolation(_ detail: String) -> RedisError {
        RedisError(.protocolViolation, "the peer does not speak the Redis protocol", detail: detail, cause: .notRedis)
    }

    static func configuration(_ summary: String, detail: String = "", _ cause: Cause = .url) -> RedisError {
        RedisError(.configuration, summary, detail: detail, cause: cause)
    }

    static func server(code: String, message: String) -> RedisError {
        let codeLetters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
        // A script may answer with any text: only what looks like a code may show.
        let isCode = !code.isEmpty && code.utf8.count <= 32 && code.allSatisfy(codeLetters.contains)
        let shown = isCode ? code : "ERR"
        let cause = Cause(code: shown, message: shown == code ? message : "\(code) \(message)")
        return RedisError(
            .server(code: shown), "Redis answered \(shown)" + (cause.words.map { ": \($0)" } ?? ""),
            detail: "\(code) \(message)", cause: cause)
    }

    /// What callers get while there is no connection, because of this error.
    var whileDown: RedisError {
        kind == .configuration ? self : .unavailable("\(summary): \(detail)", cause)
    }
}
