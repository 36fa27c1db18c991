import Operations

/// How many documents a tenant may have, and of which size together.
public struct DocumentBounds: Sendable, Hashable {
    public let count: Int
    /// As they were sent.
    public let bytes: Int

    init(_ reader: inout ConfigurationReader) {
        count = reader.integer(.mostDocuments, in: 1...10_000_000)
        bytes = reader.byteSize(.mostDocumentBytes, in: (20 << 20)...(1 << 50))
    }
}
