/// What in a value is not as its schema or its rules want it.
public struct SchemaViolation: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place (RFC 6901); empty for the whole value.
    public let pointer: String
    /// For the model that is asked again, and for people: what must be there.
    public let message: String

    public init(pointer: String, message: String) {
        (self.pointer, self.message) = (pointer, message)
    }

    public var description: String { "\(pointer.isEmpty ? "the value" : pointer) \(message)" }
}
