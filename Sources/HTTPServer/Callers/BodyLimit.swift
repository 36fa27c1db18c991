/// How large the body of a request may be, in bytes, by what it is.
public struct BodyLimit: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// Of JSON, and of what does not say what it is.
    public let json: Int
    /// Of anything else, such as a file.
    public let other: Int

    public init(json: Int, other: Int) {
        self.json = json
        self.other = other
    }

    public init(integerLiteral value: Int) { self.init(json: value, other: value) }

    func bytes(of request: HTTPRequest) -> Int { request.declaresJSON ?? true ? json : other }
}
