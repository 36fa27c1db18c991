import TestSupport
import Testing

@testable import ModelProviders

@Suite("Streams of any bytes")
struct RandomStreamTests {
    @Test("whatever bytes come, they are chunks or none, and counts stay in range; nothing traps")
    func random() {
        var generator = SeededGenerator(Settings.seed)
        for _ in 0..<Settings.size(400, full: 20_000) {
            read(OpenAIFormat(contentType: "text/event-stream"), Self.mutant(of: SSE.whole, &generator), &generator)
            read(OpenAIFormat(contentType: "application/json"), Self.mutant(of: SSE.whole, &generator), &generator)
            read(OllamaFormat(contentType: ""), Self.mutant(of: NDJSON.whole, &generator), &generator)
        }
    }

    private func read(_ format: some ChatFormat, _ bytes: [UInt8], _ generator: inout SeededGenerator) {
        var (format, rest, record) = (format, bytes[...], ChatRecord(promptBytes: 10))
        var text = ""
        do throws(UnreadableChunk) {
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...64, using: &generator))
                rest = rest.dropFirst(piece.count)
                for chunk in try format.chunks(Array(piece)) { text += record.take(chunk) }
            }
            if let chunk = try format.end() { text += record.take(chunk) }
        } catch {
            for chunk in error.before { text += record.take(chunk) }
        }
        text += record.end()
        let answer = record.answer(asked: "m", firstToken: nil, latency: .zero)
        #expect(answer.text == text, "seed \(Settings.seed)")
        #expect((0...1_000_000_000).contains(answer.usage.prompt) && answer.usage.cached <= answer.usage.prompt)
    }

    /// Some bytes are others, left out, or there twice.
    private static func mutant(of text: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            // Digits, for numbers out of range.
            default: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "9"), count: 20), at: place)
            }
        }
        return bytes
    }
}
