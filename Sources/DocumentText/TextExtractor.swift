import Foundation
public import Reactor

/// Makes text of documents. It trusts nothing in them.
public struct TextExtractor: Sendable {
    private let limits: DocumentLimits
    private let pdf: PDFTextReader

    /// - Parameter loop: notices the end of the program that reads PDFs; must run for as long as documents are read.
    public init(on loop: EventLoop, limits: DocumentLimits = DocumentLimits()) {
        self.init(on: loop, limits: limits, program: "pdftotext", folder: FileManager.default.temporaryDirectory)
    }

    init(on loop: EventLoop, limits: DocumentLimits, program: String, folder: URL) {
        self.limits = limits
        pdf = PDFTextReader(limits: limits, program: program, folder: folder, loop: loop)
    }

    /// - Throws: `DocumentError`; never for want of a final line, a declared encoding or well-formed markup.
    public func extract(_ bytes: [UInt8], as type: DocumentType) async throws(DocumentError) -> ExtractedText {
        guard bytes.count <= limits.bytes else {
            throw DocumentError(
                .tooLarge,
                "The document has \(bytes.count) bytes, more than \(limits.bytes). Divide it, or send its text.")
        }
        var pages: [Range<Int>]?
        var title: String?
        var text: CleanText
        switch type.format {
        case .plain, .markdown:
            text = CleanText(try TextDecoder.decode(bytes, charset: type.charset))
        case .html:
            let charset = type.charset ?? HTMLCharset.declared(in: bytes)
            var reader = HTMLTextReader(try TextDecoder.decode(bytes, charset: charset))
            reader.read()
            text = CleanText(reader.text)
            title = reader.title.map { CleanText($0).text }
            if reader.hidAnything { text.warnings.append(.hiddenPartsLeftOut) }
        case .pdf:
            let paged = PagedText(try await pdf.read(bytes))
            guard paged.pages.count <= limits.pages else {
                throw DocumentError(
                    .tooManyPages,
                    "The PDF has more than \(limits.pages) pages. Divide it, or send the chapters that count.")
            }
            (text, pages) = (paged.text, paged.pages)
        }
        guard text.text.utf8.count <= limits.textBytes else { throw .textTooLarge(limits) }
        guard text.text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw DocumentError(
                .noText,
                "There is no text in the document. A scanned page is a picture: run text recognition (OCR) over it first."
            )
        }
        return ExtractedText(text: text.text, title: title, pages: pages, warnings: text.warnings)
    }
}

extension DocumentError {
    static func textTooLarge(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(.textTooLarge, "The document's text has more than \(limits.textBytes) bytes. Divide it.")
    }
}
