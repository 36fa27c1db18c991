import Testing

@testable import DocumentText

@Suite("What a document is")
struct DocumentTypeTests {
    private func format(_ declared: String?, _ text: String) throws -> DocumentFormat {
        try DocumentType(declared: declared, bytes: Array(text.utf8)).format
    }

    @Test("the declared type is taken, with its aliases, parameters and spelling")
    func declared() throws {
        #expect(try format("text/plain", "hello") == .plain)
        #expect(try format("Text/HTML ; Charset=\"UTF-8\"", "hello") == .html)
        #expect(try format("application/xhtml+xml", "<?xml version='1.0'?>") == .html)
        #expect(try format("text/x-markdown", "# Title") == .markdown)
        #expect(try format("application/pdf", "%PDF-1.7") == .pdf)
        #expect(try DocumentType(declared: "text/plain; charset=ISO-8859-1", bytes: [0xE9]).charset == "iso-8859-1")
    }

    @Test("without a type the bytes decide", arguments: [nil, "", "application/octet-stream"])
    func sniffed(_ declared: String?) throws {
        #expect(try format(declared, "junk before %PDF-1.4") == .pdf)
        #expect(try format(declared, "\u{FEFF} \n<!DOCTYPE html><p>") == .html)
        #expect(try format(declared, "<HTML>") == .html)
        #expect(try format(declared, "a < b") == .plain)
        #expect(try format(declared, "") == .plain)
    }

    @Test("a type that the bytes contradict is an error that names what they are")
    func mismatch() {
        for (declared, text) in [("application/pdf", "hello"), ("text/plain", "%PDF-1.7"), ("text/html", "%PDF-1.7")] {
            #expect { try format(declared, text) } throws: { ($0 as? DocumentError)?.code == .typeMismatch }
        }
    }

    @Test("what we do not read is refused by name")
    func unsupported() {
        #expect { try format("application/msword", "hello") } throws: {
            ($0 as? DocumentError)?.code == .unsupportedType
        }
        #expect { try format("text/plain", "PK\u{3}\u{4}rest") } throws: {
            ($0 as? DocumentError)?.description.contains("ZIP") == true
        }
    }
}
