/// A part of a document's text that is found, cited and given to a model as one.
public struct DocumentChunk: Sendable, Hashable {
    /// From 0.
    public let number: Int
    public let text: String
    /// Where it stands in the document's text, in bytes of UTF-8.
    public let range: Range<Int>
    /// The heading under which it stands, without its marks.
    public let heading: String?
    /// Of `text`'s UTF-8, 32 bytes: a chunk with the same one has the same vector.
    public let sha256: [UInt8]
}
