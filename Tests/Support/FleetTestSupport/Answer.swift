import HTTPClient

/// What the API answered.
public struct Answer: Sendable, CustomStringConvertible {
    public let status: Int
    public let headers: HTTPClientHeaders
    public let body: [UInt8]
    public let time: Duration

    /// The body; `null` when it is not JSON.
    public var json: JSON { (try? JSON(parsing: body)) ?? .null }

    public subscript(name: String) -> JSON { json[name] }

    /// The pointers of a body that did not validate.
    public var pointers: [String] { json["errors"].array.compactMap { $0["pointer"].string } }

    public var isProblem: Bool { headers["Content-Type"]?.hasPrefix("application/problem+json") ?? false }

    public var description: String { "\(status) in \(time): \(String(decoding: body, as: UTF8.self).prefix(2000))" }
}
