import Foundation
import InvoiceDocuments
import Invoices
import PDF
import Testing

@Suite("PDF of an invoice", .timeLimit(.minutes(5)))
struct PDFDocumentTests {
    @Test("factur-x reads the same XML back out of every PDF")
    func attachment() async throws {
        let judge = try await InvoiceJudge.shared.value
        for (name, invoice) in try SampleSet.complete() {
            let attachment = try await judge.attachment(of: try PDFDocument(invoice).bytes)
            #expect(attachment.name == "factur-x.xml", "\(name)")
            #expect(try attachment.xml == CrossIndustryInvoice(invoice).xml, "\(name)")
        }
    }

    @Test(
        "readers of three makers find no fault",
        arguments: ["a thousand lines", "right to left", "emoji", "credit note"])
    func readers(_ name: String) throws {
        let invoice = try #require(try SampleSet.complete().first { $0.name == name }?.invoice)
        let pdf = try PDFDocument(invoice).bytes
        let checked = String(decoding: try PDFTool.run("qpdf", ["--check", "FILE"], on: pdf), as: UTF8.self)
        #expect(checked.contains("No syntax or stream encoding errors found"))
        let detached = try PDFTool.run("pdfdetach", ["-save", "1", "-o", "/dev/stdout", "FILE"], on: pdf)
        #expect(String(decoding: detached, as: UTF8.self) == (try CrossIndustryInvoice(invoice).xml))
        let known = String(decoding: try PDFTool.run("mutool", ["info", "FILE"], on: pdf), as: UTF8.self)
        #expect(known.contains("PDF-1.7"))
    }

    @Test("the attachment and the metadata are where Factur-X wants them")
    func structure() throws {
        let pdf = try PDFDocument(try SampleInvoice.invoice()).bytes
        let catalog = String(
            decoding: try PDFTool.run("mutool", ["show", "-g", "FILE", "trailer/Root"], on: pdf), as: UTF8.self)
        #expect(catalog.contains("/AF") && catalog.contains("/EmbeddedFiles") && catalog.contains("/Lang(fr)"))
        let file = String(
            decoding: try PDFTool.run("mutool", ["show", "-g", "FILE", "trailer/Root/AF/1"], on: pdf), as: UTF8.self)
        #expect(file.contains("/AFRelationship/Alternative") && file.contains("/UF(factur-x.xml)"))
        let metadata = String(
            decoding: try PDFTool.run("pdfinfo", ["-meta", "FILE"], on: pdf), as: UTF8.self)
        #expect(metadata.contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"))
        #expect(metadata.contains(">Facture FL-2026-000042</rdf:li>"))
        #expect(try XMLDocumentCheck.isWellFormed(metadata))
        let about = String(decoding: try PDFTool.run("pdfinfo", ["-isodates", "FILE"], on: pdf), as: UTF8.self)
        #expect(about.contains("2026-11-01T02:00:00Z") && about.contains("Flotilla SAS"))
        // What is not there is not claimed.
        #expect(!metadata.contains("pdfaid"))
    }

    @Test("names, lines, sums, taxes, notices and pages can be read")
    func text() throws {
        let samples = Dictionary(try SampleSet.complete().map { ($0.name, $0.invoice) }) { first, _ in first }
        func text(_ name: String) throws -> String {
            try PDFTool.pages(of: try PDFDocument(try #require(samples[name])).bytes).joined()
        }
        let mixed = try text("mixed rates")
        for expected in [
            "Facture FL-2026-000042", "1er novembre 2026", "1er décembre 2026", "Flotilla SAS", "Lycée Élisée-Reclus",
            "SIREN : 552100554", "factures@flotilla.example", "Manuels", "12,34 €", "86,38 €", "5,5 %", "4,75 €",
            "Exonération de TVA, article 261, 4-4°", "208,58 €", "15,01 €", "223,59 €", "FR7630006000011234567890189",
            "trois fois le taux d’intérêt légal", "RCS Nantes 732 829 320", "Page 1 sur 1",
        ] {
            #expect(mixed.contains(expected), "\(expected)")
        }
        let note = try text("credit note")
        for expected in [
            "Avoir FL-2026-000042", "FL-2026-000041, 1er octobre 2026", "Doublon de la commande",
            "Total TTC de l’avoir",
        ] {
            #expect(note.contains(expected), "\(expected)")
        }
        #expect(!note.contains("IBAN") && !note.contains("échéance :"))
        let foreign = try text("foreign buyer")
        for expected in [
            "Invoice FL-2026-000042", "1 December 2026", "Hamburg", "€58.80", "No discount", "Page 1 of 1",
        ] {
            #expect(foreign.contains(expected), "\(expected)")
        }
        #expect(try text("markup in names").contains("<b>R&D</b> \"A\" & 'B' ]]> &amp;"))
        #expect(try text("prorated").contains("du 15 octobre 2026 au 31 octobre 2026"))
        #expect(try text("prorated").contains("1,096774 €"))
    }

    @Test("a name of 300 characters is whole")
    func longName() throws {
        let name = String(repeating: "Ŝ", count: 300)
        let pdf = try PDFDocument(try SampleInvoice.invoice(buyer: SampleInvoice.buyer(name: name))).bytes
        #expect(try PDFTool.pages(of: pdf).joined().count { $0 == "Ŝ" } == 300)
    }

    @Test("many lines go on, each page with its headings and its number, and every line is there once")
    func pages() throws {
        let lines = try (1...1000).map { try SampleInvoice.line("Module \($0);", 2, price: 1_500_000) }
        let pages = try PDFTool.pages(of: try PDFDocument(try SampleInvoice.invoice(lines)).bytes)
        #expect(pages.count > 20)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Page \(index + 1) sur \(pages.count)"))
            if page.contains("Module ") { #expect(page.contains("Désignation"), "page \(index + 1)") }
        }
        let numbers = pages.joined().matches(of: #/Module ([0-9]+);/#).map { Int($0.output.1) }
        #expect(numbers == Array(1...1000))
    }

    @Test("the same invoice gives the same bytes, on many threads at once")
    func deterministic() async throws {
        let invoice = try SampleInvoice.invoice([try SampleInvoice.line("دروس"), try SampleInvoice.line("Cours")])
        let first = try PDFDocument(invoice).bytes
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 { group.addTask { try PDFDocument(invoice).bytes == first } }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test("two thousand lines are drawn within bounds, and more than a book is refused")
    func bounds() throws {
        let lines = try (1...2000).map { try SampleInvoice.line("Module \($0) " + String(repeating: "é", count: 60)) }
        let start = ContinuousClock.now
        let pdf = try PDFDocument(try SampleInvoice.invoice(lines)).bytes
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(pdf.count < 8 << 20)
        let line = try SampleInvoice.line()
        #expect(throws: DocumentError.self) {
            try PDFDocument(try SampleInvoice.invoice(Array(repeating: line, count: PDFDocument.mostLines + 1)))
        }
    }

    @Test("texts without end fill no more than they may")
    func longTexts() throws {
        let endless = String(repeating: "Sans fin ", count: 20_000)
        let pdf = try PDFDocument(
            try SampleInvoice.invoice([try SampleInvoice.line(endless)], buyer: SampleInvoice.buyer(name: endless))
        ).bytes
        #expect(try PDFTool.pages(of: pdf).count <= 3)
    }

    @Test("before it is issued there is no PDF and no page")
    func refused() throws {
        let invoice = try SampleInvoice.invoice(issuedAt: nil)
        #expect(throws: DocumentError.self) { try PDFDocument(invoice) }
        #expect(throws: DocumentError.self) { try HTMLDocument(invoice) }
    }
}
