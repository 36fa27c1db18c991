import Reactor
import TestSupport
import Testing

@testable import DocumentText

@Suite("Plain text and Markdown")
struct PlainTextTests {
    private static let loop = EventLoop(name: "plain")

    private func extract(_ bytes: [UInt8], charset: String? = nil) async throws -> ExtractedText {
        try await TextExtractor(on: Self.loop).extract(bytes, as: DocumentType(.plain, charset: charset))
    }

    private func fails(_ bytes: [UInt8], charset: String? = nil) async -> DocumentError.Code? {
        do {
            _ = try await extract(bytes, charset: charset)
            return nil
        } catch {
            return (error as? DocumentError)?.code
        }
    }

    @Test("UTF-8 and UTF-16 are read with their marks, windows-1252 where it is declared")
    func encodings() async throws {
        #expect(try await extract([0xEF, 0xBB, 0xBF] + Array("été".utf8)).text == "été")
        #expect(try await extract([0xFF, 0xFE, 0xE9, 0, 0x74, 0, 0x3D, 0xD8, 0, 0xDE]).text == "ét😀")
        #expect(try await extract([0xFE, 0xFF, 0, 0xE9, 0, 0x74]).text == "ét")
        #expect(try await extract([0, 0xE9, 0, 0x74], charset: "UTF-16").text == "ét")
        #expect(try await extract([0xE9, 0x74, 0xE9, 0x80], charset: "Windows-1252").text == "été€")
        // A mark is stronger than what is declared.
        #expect(try await extract([0xEF, 0xBB, 0xBF] + Array("é".utf8), charset: "latin1").text == "é")
    }

    @Test(
        "bytes that are no text in their encoding are refused, and never guessed",
        arguments: [
            ([0xE9, 0x74], nil), ([0xC0, 0x80, 0x41], nil), ([0xED, 0xA0, 0x80], "utf-8"), ([0xFF, 0xFE, 0x41], nil),
            ([0xFF, 0xFE, 0, 0xD8], nil), ([0x41], "shift_jis"),
        ] as [([UInt8], String?)])
    func badEncoding(_ bytes: [UInt8], _ charset: String?) async {
        #expect(await fails(bytes, charset: charset) == .badEncoding)
    }

    @Test("lines end in line feeds, and what is not seen is removed and reported")
    func cleaned() async throws {
        let dirty = "a\r\nb\rc\u{0}d\u{7}\u{85}e\u{FEFF}f\u{E0049}\u{FFFF}\tg\u{2028}h"
        let result = try await extract(Array(dirty.utf8))
        #expect(result.text == "a\nb\ncd\nef\tg\nh")
        #expect(result.warnings == [.charactersRemoved])
        #expect(try await extract(Array("a\r\n\r\nb".utf8)).text == "a\n\nb")
        #expect(try await extract(Array("plain\n".utf8)).warnings.isEmpty)
    }

    @Test("a text without a letter or digit is none", arguments: ["", " \n\t", "\u{0}\u{0}", "--- *** ---"])
    func empty(_ text: String) async {
        #expect(await fails(Array(text.utf8)) == .noText)
    }

    @Test("Markdown stays as it is written")
    func markdown() async throws {
        let text = "# Titre\n\n* un\n* deux\n\n    code <b>\n"
        let result = try await TextExtractor(on: Self.loop).extract(Array(text.utf8), as: DocumentType(.markdown))
        #expect(result.text == text && result.pages == nil)
    }

    @Test("no bytes end the process, whatever they are declared as")
    func noise() async {
        var random = SeededGenerator(Settings.seed)
        let charsets = [nil, "utf-16", "utf-16le", "latin1", "utf-8"]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            for charset in charsets { _ = await fails(bytes, charset: charset) }
        }
    }
}
