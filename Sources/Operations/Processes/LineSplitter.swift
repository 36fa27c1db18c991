import Glibc

/// Cuts a stream of bytes into lines; a line longer than the limit comes in pieces, so that memory stays bounded.
struct LineSplitter {
    let maximumLineBytes: Int
    private var partial: [UInt8] = []

    init(maximumLineBytes: Int) { self.maximumLineBytes = max(1, maximumLineBytes) }

    mutating func split(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count, let base = buffer.baseAddress {
                // memchr(3), since this runs on the loop.
                let end = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
                let length = end.map { UnsafeRawPointer($0) - (base + start) } ?? buffer.count - start
                add(UnsafeRawBufferPointer(start: base + start, count: length), to: &lines)
                start += length
                if end != nil {
                    start += 1
                    if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
                    lines.append(take())
                }
            }
        }
        return lines
    }

    /// What followed the last line end.
    mutating func finish() -> String? { partial.isEmpty ? nil : take() }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, to lines: inout [String]) {
        var rest = bytes
        while partial.count + rest.count > maximumLineBytes {
            let room = maximumLineBytes - partial.count
            partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<room]))
            rest = UnsafeRawBufferPointer(rebasing: rest[room...])
            lines.append(take())
        }
        partial.append(contentsOf: rest)
    }

    private mutating func take() -> String {
        defer { partial.removeAll(keepingCapacity: true) }
        return String(decoding: partial, as: UTF8.self)
    }
}
