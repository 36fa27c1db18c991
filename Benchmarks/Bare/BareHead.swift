/// Where the head of an HTTP message ends, and how long its body is.
struct BareHead {
    let end: Int
    let bodyLength: Int

    /// nil: the head has not arrived whole.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.end(of: bytes) else { return nil }
        self.end = end
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let field = lines.first { $0.lowercased().hasPrefix("content-length:") }
        bodyLength = field.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        var index = 3
        while index < bytes.count {
            if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
                return index + 1
            }
            index += 1
        }
        return nil
    }
}
