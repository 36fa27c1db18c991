import Cryptography
import Foundation
import InvoiceDocuments
import Invoices
import Testing

@Suite("The page of an invoice")
struct HTMLDocumentTests {
    private static func page(_ invoice: Invoice) async throws -> InvoiceJudge.Page {
        try await InvoiceJudge.shared.value.page(try HTMLDocument(invoice).html)
    }

    @Test("every page holds to our content security policy: no script, no handler, nothing loaded, the one style sheet")
    func policy() async throws {
        let policy = try #require(HTMLDocument.headers.first { $0.0 == "Content-Security-Policy" }?.1)
        #expect(policy.contains("default-src 'none'"))
        for (name, invoice) in try SampleSet.complete() {
            let page = try await Self.page(invoice)
            #expect(
                Set(page.elements).isSubset(of: [
                    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "dt", "dd", "div",
                    "section", "table", "thead", "tbody", "tr", "th", "td", "span", "br", "small",
                ]), "\(name): \(page.elements)")
            #expect(
                Set(page.attributes).isSubset(of: ["lang", "charset", "name", "content", "class", "dir"]), "\(name)")
            let hash = Data(SHA256.digest(page.style)).base64EncodedString()
            #expect(policy.contains("style-src 'sha256-\(hash)'"), "\(name)")
        }
    }

    @Test("names with markup are text, and each is laid out in its own direction")
    func names() async throws {
        let page = try await Self.page(
            try SampleInvoice.invoice(
                [try SampleInvoice.line("<script>alert(1)</script> & Co")],
                buyer: SampleInvoice.buyer(name: "\"><img src=x onerror=alert(1)> مدرسة")))
        #expect(page.auto.contains("<script>alert(1)</script> & Co"))
        #expect(page.auto.contains("\"><img src=x onerror=alert(1)> مدرسة"))
        #expect(page.language == "fr")
    }

    @Test("it says what the PDF says, and where the payment stands")
    func text() async throws {
        var invoice = try #require(try SampleSet.complete().first { $0.name == "mixed rates" }?.invoice)
        let text = try await Self.page(invoice).text
        for expected in [
            "Facture FL-2026-000042", "En attente de paiement", "1er décembre 2026", "Lycée Élisée-Reclus", "Manuels",
            "86,38 €", "5,5 %", "223,59 €", "article 261, 4-4°", "trois fois le taux", "RCS Nantes",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        invoice.status = .paid
        #expect(try await Self.page(invoice).text.contains("Payée"))
        let english = try SampleInvoice.invoice(kind: .creditNote, buyer: SampleInvoice.buyer(language: "en"))
        let note = try await Self.page(english)
        #expect(note.language == "en" && note.text.contains("Credit note FL-2026-000042"))
        #expect(note.text.contains("FL-2026-000041, 1 October 2026") && note.text.contains("Doublon de la commande"))
    }
}
