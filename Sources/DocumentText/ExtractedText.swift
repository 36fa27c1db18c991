/// What a document says.
public struct ExtractedText: Sendable, Hashable {
    /// UTF-8 without control characters but line feeds and tabs. Headings of HTML begin with `#`, as in Markdown.
    public let text: String
    /// As the document calls itself; HTML alone.
    public let title: String?
    /// Where each page stands in the text, in bytes of UTF-8; nil for what has no pages.
    public let pages: [Range<Int>]?
    public let warnings: [DocumentWarning]
}
