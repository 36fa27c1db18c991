/// Why a document is no schema that we know: a mistake of ours, found when it is loaded.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place in the schema (RFC 6901).
    public let pointer: String
    public let message: String

    public var description: String { "schema: \(pointer.isEmpty ? "the document" : pointer) \(message)" }
}
