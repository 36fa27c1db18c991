/// The data of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream):
/// comments and other fields are left out, several lines of data are joined by LF.
struct EventDecoder {
    private static let data = Array("data".utf8)
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var lines = LineDecoder()
    private var data: [UInt8]?
    private var isFirstLine = true

    mutating func events(_ bytes: [UInt8]) -> [[UInt8]] {
        lines.lines(bytes).compactMap { take($0) }
    }

    /// The event that the stream ended in. The standard drops what no empty line follows; servers leave that line out.
    mutating func end() -> [UInt8]? {
        if let line = lines.end(), let event = take(line) { return event }
        defer { data = nil }
        return data
    }

    private mutating func take(_ line: [UInt8]) -> [UInt8]? {
        var line = line[...]
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: Self.byteOrderMark) { line = line.dropFirst(3) }
        }
        guard !line.isEmpty else {
            defer { data = nil }
            return data
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        guard line[..<colon].elementsEqual(Self.data) else { return nil }
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if data == nil { data = Array(value) } else { data?.append(contentsOf: [UInt8(ascii: "\n")] + value) }
        return nil
    }
}
