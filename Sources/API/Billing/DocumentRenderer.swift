import Accounts
import HTTPServer
import InvoiceDocuments
import Invoices
import Reactor

/// Makes documents of invoices on a thread of its own, for one school after the other: drawing takes milliseconds, or a second for
/// thousands of lines, and neither other requests nor other schools wait for it.
struct DocumentRenderer: Sendable {
    private let thread = TaskThread(name: "documents")
    private let gate = ListGate(atOnce: 1, perTenant: 1, waiting: 16)

    func response(to format: InvoiceFormat, of invoice: Invoice, for principal: Principal) async throws -> HTTPResponse
    {
        try await gate.run(for: principal.tenant) {
            try await withTaskExecutorPreference(thread) { try Self.response(format, invoice) }
        }
    }

    private static func response(_ format: InvoiceFormat, _ invoice: Invoice) throws -> HTTPResponse {
        do throws(DocumentError) {
            var response: HTTPResponse
            switch format {
            case .json: throw DocumentError("JSON is no document")
            case .pdf:
                response = .bytes(try PDFDocument(invoice).bytes, contentType: format.contentType)
            case .xml:
                response = .bytes(Array(try CrossIndustryInvoice(invoice).xml.utf8), contentType: format.contentType)
            case .html:
                response = .text(try HTMLDocument(invoice).html, contentType: format.contentType)
                for (name, value) in HTMLDocument.headers { response.headers[name] = value }
            }
            if let name = invoice.number, format != .html {
                response.headers["Content-Disposition"] = "attachment; filename=\"\(name).\(format.rawValue)\""
            }
            return response
        } catch {
            throw Problem(.unprocessableContent, detail: "There is no such document: \(error).")
        }
    }
}
