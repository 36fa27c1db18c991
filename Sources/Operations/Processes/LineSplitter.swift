/// Cuts a stream of bytes into lines; a line longer than the limit comes in pieces, so that memory stays bounded.
struct LineSplitter {
    let maximumLineBytes: Int
    private var partial: [UInt8] = []

    init(maximumLineBytes: Int) { self.maximumLineBytes = max(1, maximumLineBytes) }

    mutating func split(_ bytes: some Collection<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
                lines.append(take())
            } else {
                if partial.count == maximumLineBytes { lines.append(take()) }
                partial.append(byte)
            }
        }
        return lines
    }

    /// What followed the last line end.
    mutating func finish() -> String? { partial.isEmpty ? nil : take() }

    private mutating func take() -> String {
        defer { partial.removeAll(keepingCapacity: true) }
        return String(decoding: partial, as: UTF8.self)
    }
}
