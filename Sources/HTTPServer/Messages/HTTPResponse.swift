import JSON

/// One answer. The server adds `Date`, `Content-Length` or `Transfer-Encoding`, `X-Request-Id` and `traceparent`.
public struct HTTPResponse: Sendable {
    public var status: HTTPStatus
    /// Fields with a line break, and those that the server sets itself, are left out when sending.
    public var headers: HTTPHeaders
    public var body: HTTPBody

    public init(status: HTTPStatus = .ok, headers: HTTPHeaders = [:], body: HTTPBody = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func bytes(_ bytes: [UInt8], contentType: String, status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": contentType], body: .bytes(bytes))
    }

    public static func text(
        _ text: String, contentType: String = "text/plain; charset=utf-8", status: HTTPStatus = .ok
    ) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": contentType], body: .text(text))
    }

    /// A value in JSON, by `JSONCoding.encode`.
    /// - Parameter linkPrefix: stands before the path of every `Link`.
    public static func json(
        _ value: some Encodable, status: HTTPStatus = .ok, linkPrefix: String = ""
    ) throws -> HTTPResponse {
        .bytes(
            try JSONCoding.encode(value, linkPrefix: linkPrefix), contentType: "application/json", status: status)
    }

    /// JSON text that exists already, sent as it is.
    public static func json(text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        .text(text, contentType: "application/json", status: status)
    }

    public static func problem(_ problem: Problem) -> HTTPResponse { problem.response }

    public static func empty(_ status: HTTPStatus = .noContent) -> HTTPResponse { HTTPResponse(status: status) }
}
