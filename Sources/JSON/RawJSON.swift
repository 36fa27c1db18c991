/// JSON text that exists already, such as a column of the database, and becomes a part of an answer as it is.
public struct RawJSON: Sendable, Hashable, Encodable {
    public let bytes: [UInt8]

    public static let null = RawJSON(Array("null".utf8))

    /// - Parameter bytes: one JSON value, checked when it was written.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// With another encoder than `JSONCoding`'s, as the document that it is.
    public func encode(to encoder: any Encoder) throws {
        try ((try? JSONValue(parsing: bytes)) ?? .null).encode(to: encoder)
    }
}
