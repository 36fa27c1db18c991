/// What a document is, by what its sender says and what it begins with.
public struct DocumentType: Sendable, Hashable {
    public let format: DocumentFormat
    /// In lower case, where the sender says it.
    public let charset: String?

    public init(_ format: DocumentFormat, charset: String? = nil) {
        (self.format, self.charset) = (format, charset?.lowercased())
    }

    /// - Parameters:
    ///   - declared: a media type with its parameters, such as `text/html; charset=utf-8`; nil or
    ///     `application/octet-stream` where the sender does not know.
    ///   - bytes: the document.
    /// - Throws: `unsupported_type`, and `type_mismatch` for a declared type that the bytes contradict. HTML that is
    ///   declared as plain text or Markdown is what it is declared as: it may be a text about HTML.
    public init(declared: String?, bytes: [UInt8]) throws(DocumentError) {
        let parts = (declared ?? "").prefix(200).split(separator: ";").map { $0.trimmed.lowercased() }
        let name = parts.first ?? ""
        charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map {
            String($0.dropFirst("charset=".count).filter { $0 != "\"" && $0 != "'" })
        }
        if let foreign = DocumentFormat.foreign(bytes) {
            throw DocumentError(
                .unsupportedType,
                "The document is \(foreign). Send \(Self.supported), for example by exporting it as PDF.")
        }
        let sniffed = DocumentFormat.sniffed(bytes)
        switch name {
        case "", "application/octet-stream": format = sniffed ?? .plain
        case "text/x-markdown": format = .markdown
        case "application/xhtml+xml": format = .html
        case "application/x-pdf": format = .pdf
        default:
            guard let known = DocumentFormat(rawValue: name) else {
                throw DocumentError(.unsupportedType, "The type is not supported. Send \(Self.supported).")
            }
            format = known
        }
        if (format == .pdf) != (sniffed == .pdf) {
            throw DocumentError(
                .typeMismatch,
                sniffed == .pdf
                    ? "The document is declared as \(format.rawValue), and is a PDF. Declare it as application/pdf."
                    : "The document is declared as a PDF, and is none. Declare its type, or send the PDF.")
        }
    }

    private static let supported = "plain text, Markdown, HTML or PDF"
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: SubSequence {
        let start = self[(firstIndex { !$0.isWhitespace } ?? endIndex)...]
        return start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
    }
}
