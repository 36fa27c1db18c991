import Contracts
public import Invoices
import PDF

/// The invoice as pages of A4, with the same invoice for machines attached as `factur-x.xml`. The same invoice gives the same
/// bytes on machines with the same cairo and fonts. Drawing blocks the thread for some milliseconds, with many lines for longer;
/// any number of threads may draw.
public struct PDFDocument: Sendable {
    public let bytes: [UInt8]

    /// More would be a book.
    public static let mostLines = 5000

    /// - Throws: before the invoice is issued; for more lines than are drawn; where a font is missing.
    public init(_ invoice: Invoice) throws(DocumentError) {
        guard invoice.lines.count <= Self.mostLines else {
            throw DocumentError(
                "the invoice has \(invoice.lines.count) lines and a PDF at most \(Self.mostLines): ask for application/xml"
            )
        }
        let issued = try IssuedInvoice(invoice)
        let page = InvoicePage(issued)
        let metadata = PDFMetadata(
            title: page.title, author: page.seller.name, language: page.language.rawValue, createdAt: issued.issuedAt,
            identifier: invoice.id)
        let attachment = PDFAttachment(
            name: FacturXMetadata.attachmentName, description: "Factur-X, EN 16931",
            bytes: Array(CrossIndustryInvoiceWriter(issued).xml.utf8))
        do {
            let canvas = try PDFCanvas(metadata)
            var composer = PDFComposer(canvas: canvas, page: page, words: issued.words)
            composer.compose()
            composer.draw()
            let update = PDFUpdate(metadata, attachment: attachment, extensions: FacturXMetadata.descriptions)
            bytes = try update.appended(to: try canvas.finish())
        } catch {
            throw DocumentError("\(error)")
        }
    }
}
