import Testing

@testable import ModelProviders

@Suite("Lines of a stream")
struct LineDecoderTests {
    private static func lines(_ pieces: [[UInt8]]) -> [String] {
        var decoder = LineDecoder()
        var lines = pieces.flatMap { decoder.lines($0) }
        if let rest = decoder.end() { lines.append(rest) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("a line ends with LF, CR or both, and the last one need not end")
    func ends() {
        #expect(Self.lines([Array("a\nb\r\nc\rd".utf8)]) == ["a", "b", "c", "d"])
        #expect(Self.lines([Array("\n\r\n\r".utf8)]) == ["", "", ""])
        #expect(Self.lines([[]]) == [])
    }

    @Test("lines are the same wherever their bytes are cut, in a character or between CR and LF")
    func cuts() {
        let bytes = Array("é\r\n🏫\n\r\nà\r\r\nfin".utf8)
        let whole = Self.lines([bytes])
        #expect(whole == ["é", "🏫", "", "à", "", "fin"])
        for cut in 0...bytes.count {
            #expect(Self.lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
            // An empty piece between changes nothing.
            #expect(Self.lines([Array(bytes[..<cut]), [], Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        #expect(Self.lines(bytes.map { [$0] }) == whole)
    }
}
