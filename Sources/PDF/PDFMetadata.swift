public import Foundation

/// What a PDF says of itself.
public struct PDFMetadata: Sendable {
    public let title: String
    public let author: String
    /// A language tag (RFC 5646).
    public let language: String
    public let createdAt: Date
    /// The file's, so that the same document has the same bytes.
    public let identifier: UUID

    public init(title: String, author: String, language: String, createdAt: Date, identifier: UUID) {
        self.title = title
        self.author = author
        self.language = language
        self.createdAt = createdAt
        self.identifier = identifier
    }

    /// `2026-11-01T02:00:00Z` (ISO 8601).
    var timestamp: String { createdAt.formatted(.iso8601) }
}
