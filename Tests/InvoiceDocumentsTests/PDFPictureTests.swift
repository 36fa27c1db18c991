import Foundation
import InvoiceDocuments
import Invoices
import Testing

@Suite("A picture of a page")
struct PDFPictureTests {
    private static func picture(name: String) throws -> PagePicture {
        try PagePicture(try PDFDocument(try SampleInvoice.invoice(buyer: SampleInvoice.buyer(name: name))).bytes)
    }

    @Test("there is ink where title, parties, lines, sums and foot are, and none in the margins")
    func ink() throws {
        let page = try Self.picture(name: "Lycée")
        #expect(page.width == 596 && page.height == 842)
        #expect(page.ink(x: 48..<320, y: 48..<72) > 0.1, "title")
        #expect(page.ink(x: 48..<200, y: 160..<200) > 0.02, "seller")
        #expect(page.ink(x: 309..<450, y: 160..<200) > 0.02, "buyer")
        #expect(page.ink(x: 48..<547, y: 280..<330) > 0.01, "lines")
        #expect(page.ink(x: 450..<547, y: 400..<470) > 0.02, "sums")
        #expect(page.ink(x: 490..<547, y: 793..<806) > 0.02, "number of the page")
        for (x, y) in [(0..<46, 0..<842), (550..<596, 0..<842), (0..<596, 0..<46), (0..<596, 812..<842)] {
            #expect(page.ink(x: x, y: y) == 0, "a margin: \(x), \(y)")
        }
    }

    @Test("a name that runs from right to left begins at the right, its words in their order")
    func rightToLeft() throws {
        let (latin, arabic) = (try Self.picture(name: "Ecole"), try Self.picture(name: "مدرسة السلام"))
        // Where the buyer's name is: its column is 309 to 547.
        let (left, right, line) = (309..<330, 526..<547, 164..<178)
        #expect(latin.ink(x: left, y: line) > 0.05 && latin.ink(x: right, y: line) == 0)
        #expect(arabic.ink(x: right, y: line) > 0.05 && arabic.ink(x: left, y: line) == 0)
    }

    @Test("Arabic letters are joined")
    func shaping() throws {
        // A zero-width non-joiner behind each letter keeps letters in their isolated forms, which are wider.
        let word = "سسسسسسسس"
        let joined = try Self.picture(name: word)
        let apart = try Self.picture(name: word.map { "\($0)" }.joined(separator: "\u{200C}"))
        func width(_ page: PagePicture) -> Int { (309..<547).count { page.ink(x: $0..<($0 + 1), y: 164..<178) > 0 } }
        #expect(width(joined) > 20)
        #expect(width(apart) > width(joined) + 10, "\(width(apart)), \(width(joined))")
    }
}
