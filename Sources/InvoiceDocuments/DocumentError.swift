/// Why no document could be made of an invoice.
public struct DocumentError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
