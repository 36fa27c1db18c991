/// Why a document gave no text.
public struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        case unsupportedType = "unsupported_type"
        /// The declared type and the bytes contradict each other.
        case typeMismatch = "type_mismatch"
        case tooLarge = "document_too_large"
        case textTooLarge = "text_too_large"
        case tooManyPages = "too_many_pages"
        /// Bytes that are no text in the declared or assumed encoding.
        case badEncoding = "bad_encoding"
        /// A scanned or empty document.
        case noText = "no_text"
        case pdfEncrypted = "pdf_encrypted"
        case pdfBroken = "pdf_broken"
        /// It took more time or memory than a document may take.
        case tooComplex = "document_too_complex"
        /// Of this machine, not of the document: the program that reads PDFs is missing or could not be started.
        case toolUnavailable = "tool_unavailable"
        case cancelled = "cancelled"
    }

    public let code: Code
    /// What is wrong and what to do, for the owner of the document; holds nothing of its content.
    public let description: String

    init(_ code: Code, _ description: String) {
        (self.code, self.description) = (code, description)
    }

    /// Whether the same document will fail again.
    public var isPermanent: Bool { code != .toolUnavailable && code != .cancelled }
}
