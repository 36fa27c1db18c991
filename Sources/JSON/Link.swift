/// The path of something that the server answers for. In an answer it begins with the prefix by which the caller came.
public struct Link: Encodable, Sendable, Hashable {
    /// Such as `/jobs/0192…`.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// With another encoder than `JSONCoding`'s, without a prefix.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(path)
    }
}
