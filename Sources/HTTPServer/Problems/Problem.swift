public import JSON

/// Problem details (RFC 9457), answered as `application/problem+json`.
public struct Problem: HTTPResponseError, Sendable, CustomStringConvertible {
    /// What is wrong with one field of a request.
    public struct FieldError: Sendable, Hashable {
        /// A JSON Pointer (RFC 6901) into the body: `/jobs/0/kind`; empty for the whole.
        public let pointer: String
        public let message: String

        /// Bytes of a pointer and of a message that an answer holds; what is longer is cut.
        static let pointerBytes = 256
        static let messageBytes = 2000

        public init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }

    /// A URI that names the kind of problem; `about:blank` says no more than the status.
    public var type: String
    public var title: String
    public var status: HTTPStatus
    public var detail: String?
    public var errors: [FieldError]
    /// Members beside the standard ones.
    public var extensions: JSONObject
    /// Fields of the answer: `Retry-After`, `Allow`, `WWW-Authenticate` …
    public var headers: HTTPHeaders

    /// - Parameter title: the status's own phrase unless said.
    public init(
        _ status: HTTPStatus, type: String = "about:blank", title: String? = nil, detail: String? = nil,
        errors: [FieldError] = [], extensions: JSONObject = [:], headers: HTTPHeaders = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? status.reason
        self.detail = detail
        self.errors = errors
        self.extensions = extensions
        self.headers = headers
    }

    public var problem: Problem { self }

    /// Says the status alone: details may quote the caller.
    public var description: String { "HTTP \(status.rawValue) \(title)" }

    public var response: HTTPResponse {
        var headers = headers
        headers["Content-Type"] = "application/problem+json"
        return HTTPResponse(status: status, headers: headers, body: .bytes(JSONValue.object(members).serialized()))
    }

    private var members: JSONObject {
        var members: JSONObject = [
            "type": .string(type), "title": .string(title), "status": .number(JSONNumber(status.rawValue)),
        ]
        // Details may quote the caller.
        if let detail { members["detail"] = .string(detail.cut(toBytes: FieldError.messageBytes)) }
        if !errors.isEmpty {
            members["errors"] = .array(
                errors.map { .object(["pointer": .string($0.pointer), "message": .string($0.message)]) })
        }
        for (name, value) in extensions where !members.contains(name) { members[name] = value }
        return members
    }
}
