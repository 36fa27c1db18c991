import Testing

@testable import ModelProviders

@Suite("Server-sent events")
struct EventDecoderTests {
    private static func events(_ pieces: [[UInt8]]) -> [String] {
        var decoder = EventDecoder()
        var events = pieces.flatMap { decoder.events($0) }
        if let rest = decoder.end() { events.append(rest) }
        return events.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "comments, other fields and a byte order mark are left out; lines of data are joined",
        arguments: [
            ("data: a\n\ndata: b\n\n", ["a", "b"]),
            ("data:a\r\n\r\ndata:  b\r\r", ["a", " b"]),
            (": ping\n\n: ping\n\ndata: a\n\n", ["a"]),
            ("event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
            ("data: {\ndata: }\n\n", ["{\n}"]),
            ("\u{FEFF}data: a\n\n", ["a"]),
            ("data\n\n", [""]),
            ("event: x\n\n", []),
            ("database: a\n\n", []),
            ("data: a", ["a"]),
            ("data: a\n", ["a"]),
            ("data: a\ndata: b", ["a\nb"]),
        ])
    func fields(_ text: String, _ expected: [String]) {
        let bytes = Array(text.utf8)
        #expect(Self.events([bytes]) == expected)
        for cut in 0...bytes.count {
            #expect(Self.events([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "cut at \(cut)")
        }
    }
}
