import Foundation
import Reactor
import Testing

@testable import DocumentText

@Suite("The text of PDFs", .timeLimit(.minutes(2)))
struct PDFTextTests {
    private static let loop = EventLoop(name: "documents")

    private func extract(
        _ bytes: [UInt8], program: String = "pdftotext", folder: URL = FileManager.default.temporaryDirectory,
        _ change: (inout DocumentLimits) -> Void = { _ in }
    ) async throws -> ExtractedText {
        var limits = DocumentLimits()
        change(&limits)
        return try await TextExtractor(on: Self.loop, limits: limits, program: program, folder: folder)
            .extract(bytes, as: DocumentType(.pdf))
    }

    private func code(_ body: () async throws -> ExtractedText) async -> DocumentError.Code? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? DocumentError)?.code
        }
    }

    @Test("pages are read in their order, and each one's place in the text is known")
    func pages() async throws {
        let result = try await extract(SamplePDF.pages(["La photosynthese nourrit les plantes.", "Second page."]))
        #expect(result.text == "La photosynthese nourrit les plantes.\n\nSecond page.")
        let pages = try #require(result.pages)
        let utf8 = Array(result.text.utf8)
        #expect(pages.map { String(decoding: utf8[$0], as: UTF8.self) } == result.text.components(separatedBy: "\n\n"))
        #expect(result.warnings.isEmpty && result.title == nil)
    }

    @Test("a page without text is counted, and warned of")
    func emptyPage() async throws {
        let result = try await extract(SamplePDF.pages(["First.", "", "Third."]))
        #expect(result.text == "First.\n\nThird.")
        #expect(result.pages == [0..<6, 6..<6, 8..<14])
        #expect(result.warnings == [.pagesWithoutText])
    }

    @Test("a scanned PDF has no text, a broken one is broken, and they are told apart")
    func unreadable() async throws {
        #expect(await code { try await extract(SamplePDF.pages(["", ""])) } == .noText)
        #expect(await code { try await extract(Array("%PDF-1.7\nno more".utf8)) } == .pdfBroken)
        #expect(await code { try await extract(Array("hello".utf8)) } == .pdfBroken)
        #expect(await code { try await extract([]) } == .pdfBroken)
    }

    @Test("a PDF whose end is missing is repaired as far as it goes")
    func truncated() async throws {
        let whole = SamplePDF.pages(["Kept in part."])
        #expect(try await extract(Array(whole.dropLast(20))).text == "Kept in part.")
        // At no length does it end otherwise than with text or a known error.
        for length in stride(from: 0, to: whole.count, by: 97) {
            let code = await code { try await extract(Array(whole[..<length])) }
            #expect(code == nil || code == .pdfBroken || code == .noText, "\(length)")
        }
    }

    @Test("a PDF that is protected by a password says so; one that is only locked against copying is read")
    func encrypted() async throws {
        let plain = SamplePDF.pages(["A secret text."])
        let locked = try Self.qpdf(["--encrypt", "user", "owner", "256", "--"], on: plain)
        #expect(await code { try await extract(locked) } == .pdfEncrypted)
        let open = try Self.qpdf(["--encrypt", "", "owner", "256", "--"], on: plain)
        #expect(try await extract(open).text == "A secret text.")
    }

    @Test("more pages than the limit are refused")
    func tooManyPages() async throws {
        let pages = SamplePDF.pages(["One.", "Two.", "Three."])
        #expect(await code { try await extract(pages) { $0.pages = 2 } } == .tooManyPages)
        #expect(await code { try await extract(pages) { $0.pages = 3 } } == nil)
    }

    @Test("a document of more bytes than the limit is not read")
    func tooLarge() async {
        let pages = SamplePDF.pages(["One."])
        #expect(await code { try await extract(pages) { $0.bytes = pages.count - 1 } } == .tooLarge)
        #expect(await code { try await extract(pages) { $0.bytes = pages.count } } == nil)
    }

    @Test("more text than the limit is refused, whether the program may write it or not")
    func textTooLarge() async {
        #expect(
            await code { try await extract(SamplePDF.pages(["A few words."])) { $0.textBytes = 5 } } == .textTooLarge)
        #expect(await code { try await extract(Self.wide(pages: 3000)) { $0.textBytes = 1000 } } == .textTooLarge)
    }

    /// 3 MB of text.
    private static func wide(pages: Int) -> [UInt8] {
        SamplePDF.pages(Array(repeating: String(repeating: "many words ", count: 90), count: pages))
    }

    @Test("a bomb is ended by the time, the processor's time or the memory that a PDF may take")
    func bomb() async {
        let bomb = SamplePDF.bomb(levels: 9)
        let start = ContinuousClock.now
        #expect(await code { try await extract(bomb) { $0.time = .milliseconds(300) } } == .tooComplex)
        #expect(await code { try await extract(bomb) { $0.processorSeconds = 1 } } == .tooComplex)
        #expect(ContinuousClock.now - start < .seconds(40))
        // Without the limit of memory it would run on until the test's own.
        let memory = await code {
            try await extract(bomb) { ($0.memoryBytes, $0.processorSeconds, $0.time) = (64 << 20, 600, .seconds(600)) }
        }
        #expect(memory == .tooComplex)
    }

    @Test("a cancelled task ends the program and says so")
    func cancelled() async throws {
        let bomb = SamplePDF.bomb(levels: 9)
        let start = ContinuousClock.now
        let task = Task { await code { try await extract(bomb) } }
        task.cancel()
        #expect(await task.value == .cancelled)
        // It would have taken the 30 seconds of the processor's time that it may.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("a machine without pdftotext says what to install, and the document is not to blame")
    func missing() async throws {
        do {
            _ = try await extract(SamplePDF.pages(["One."]), program: "no-such-pdftotext")
            Issue.record("there is no such program")
        } catch let error as DocumentError {
            #expect(error.code == .toolUnavailable && error.description.contains("poppler-utils"))
            #expect(!error.isPermanent)
        }
    }

    @Test("nothing is left in the folder of temporary files")
    func leavesNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try await extract(SamplePDF.pages(["One."]), folder: folder)
        _ = await code { try await extract([], folder: folder) }
        _ = await code { try await extract(SamplePDF.bomb(levels: 9), folder: folder) { $0.time = .milliseconds(50) } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    private static func qpdf(_ arguments: [String], on pdf: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pdf")
        let target = file.appendingPathExtension("out")
        defer { for url in [file, target] { try? FileManager.default.removeItem(at: url) } }
        try Data(pdf).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/qpdf")
        process.arguments = arguments + [file.path, target.path]
        try process.run()
        process.waitUntilExit()
        return [UInt8](try Data(contentsOf: target))
    }
}
