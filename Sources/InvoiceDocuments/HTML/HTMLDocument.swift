public import Invoices

/// The invoice as a page of a browser: whole in itself, without a script, and fit to be printed.
public struct HTMLDocument: Sendable {
    /// UTF-8.
    public let html: String

    /// What is to be sent with it: nothing is loaded or run, and the one style sheet is that of the page.
    public static let headers = [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src '\(HTMLStyle.hash)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"),
    ]

    /// - Throws: before the invoice is issued.
    public init(_ invoice: Invoice) throws(DocumentError) {
        let issued = try IssuedInvoice(invoice)
        html = HTMLWriter(page: InvoicePage(issued), status: issued.words.status(invoice.status)).html
    }
}
