import Foundation
import PDF
import Testing

@Suite("What draws PDFs")
struct PDFRoomTests {
    private static let metadata = PDFMetadata(
        title: "Test", author: "Test", language: "en", createdAt: Date(timeIntervalSince1970: 0), identifier: UUID())

    @Test("a font that is missing is an error that names the package")
    func font() throws {
        let error = try #require(throws: PDFError.self) { try PDFCanvas(Self.metadata, family: "No Such Sans") }
        #expect(error.description.contains("fonts-dejavu-core"))
    }

    @Test("more bytes than are allowed are an error, and no crash")
    func size() throws {
        let canvas = try PDFCanvas(Self.metadata, atMost: 1000)
        for _ in 0..<10 {
            canvas.draw(PDFText("Hello", size: 10, width: 100), x: 10, y: 10)
            canvas.endPage()
        }
        #expect(throws: PDFError.self) { try canvas.finish() }
    }

    @Test("a canvas that is given up leaves nothing behind that could harm")
    func givenUp() throws {
        for _ in 0..<20 { try PDFCanvas(Self.metadata).draw(PDFText("Hello", size: 10, width: 100), x: 10, y: 10) }
    }

    @Test(
        "what is no PDF of the expected kind is refused",
        arguments: [
            "", "startxref\n", "startxref\n9\n%%EOF",
            "xref\n0 1\ntrailer /Size 1 /Root 0 0 R /Info 0 0 R startxref\n0\n",
            "xref\n0 9\ntrailer << /Size 9 /Root 8 0 R /Info 7 0 R >>\nstartxref\n0\n%%EOF",
            "/Size 99999999999999999999 /Root 1 /Info 1 startxref\n1\n",
        ])
    func update(_ file: String) throws {
        let update = PDFUpdate(
            Self.metadata, attachment: PDFAttachment(name: "a.xml", description: "a", bytes: []), extensions: "")
        #expect(throws: PDFError.self) { try update.appended(to: Array(file.utf8)) }
    }
}
