public import HTTPServer
import JSON
public import Operations

/// What a process needs and how it is: the answer of `/readyz`.
public struct HealthReport: Sendable, Hashable {
    public enum Status: String, Sendable {
        case ready
        /// Work goes on, in another way or with a risk.
        case degraded
        /// Nothing can be accepted.
        case unavailable
    }

    public enum Part: String, Sendable {
        case up
        /// Redis answers, and not what the dispatcher needs.
        case degraded
        /// Redis works, and would drop keys if its memory were full.
        case evicting
        /// PostgreSQL answers, and takes no writes.
        case readOnly = "read_only"
        /// PostgreSQL answers, and another session's lock keeps statements of ours waiting.
        case blocked
        case down
    }

    public let database: Part
    public let broker: Part
    public let reasons: [Diagnosis]

    public var status: Status {
        switch database {
        case .up: broker == .up && reasons.isEmpty ? .ready : .degraded
        // What does not need the lock goes on.
        case .blocked: .degraded
        default: .unavailable
        }
    }

    /// Whether the dispatcher does its work.
    public var isBrokerUp: Bool { broker == .up || broker == .evicting }

    /// 200, or 503 with `Retry-After` when the status is `unavailable`.
    public var response: HTTPResponse {
        let isAvailable = status != .unavailable
        let body = JSONValue.object([
            "status": .string(status.rawValue), "database": .string(database.rawValue),
            "broker": .string(broker.rawValue),
            "reasons": .array(
                reasons.map {
                    .object([
                        "code": .string($0.code), "problem": .string($0.problem), "advice": .string($0.advice),
                    ])
                }),
        ])
        var response = HTTPResponse.json(
            text: String(decoding: body.serialized(), as: UTF8.self), status: isAvailable ? .ok : .serviceUnavailable)
        if !isAvailable { response.headers["Retry-After"] = "2" }
        return response
    }
}
