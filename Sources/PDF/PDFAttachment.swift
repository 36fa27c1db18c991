/// A file inside of a PDF that says the same as its pages (ISO 32000-2, 7.11.4 and 14.13: `/Alternative`).
public struct PDFAttachment: Sendable {
    /// ASCII without parentheses and backslashes, such as `factur-x.xml`.
    public let name: String
    /// ASCII, as the name.
    public let description: String
    public let bytes: [UInt8]

    public init(name: String, description: String, bytes: [UInt8]) {
        self.name = name
        self.description = description
        self.bytes = bytes
    }
}
