/// Cuts bytes into lines, however they are cut: a line ends with LF, CR or both. Bytes are not decoded before a line is
/// whole, so that a character may be cut, too.
struct LineDecoder {
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private var partial: [UInt8] = []
    /// An LF that comes now belongs to the end that the line before had.
    private var followsReturn = false

    mutating func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        if followsReturn, let first = rest.first {
            followsReturn = false
            if first == Self.lineFeed { rest.removeFirst() }
        }
        while let end = rest.firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) {
            lines.append(partial + rest[..<end])
            partial = []
            let next = rest.index(after: end)
            if rest[end] == Self.carriageReturn {
                if next == rest.endIndex {
                    followsReturn = true
                } else if rest[next] == Self.lineFeed {
                    rest = rest[rest.index(after: next)...]
                    continue
                }
            }
            rest = rest[next...]
        }
        partial += rest
        return lines
    }

    /// What followed the last end of a line; nil when that is nothing.
    mutating func end() -> [UInt8]? {
        defer { partial = [] }
        return partial.isEmpty ? nil : partial
    }
}
