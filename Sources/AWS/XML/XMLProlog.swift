/// What stands before an answer's first element. A document type is never part of an AWS answer, and its entities
/// are how a small document becomes a huge one: it is refused here, and the reader knows none.
enum XMLProlog {
    /// - Returns: where the first element begins.
    static func end(_ bytes: [UInt8]) throws(MalformedAnswer) -> Int {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
            if rest.starts(with: "<?".utf8) {
                try skip(&rest, past: "?>", refusingOtherEncodings: true)
            } else if rest.starts(with: "<!--".utf8) {
                try skip(&rest, past: "-->", refusingOtherEncodings: false)
            } else {
                break
            }
        }
        guard rest.first == UInt8(ascii: "<"), let second = rest.dropFirst().first else { throw .notXML }
        let isLetter = (second | 0x20) >= UInt8(ascii: "a") && (second | 0x20) <= UInt8(ascii: "z")
        if second == UInt8(ascii: "!") { throw .documentType }
        guard isLetter else { throw .notXML }
        if String(decoding: rest.prefix(5), as: UTF8.self).lowercased() == "<html" { throw .notXML }
        return rest.startIndex
    }

    private static func skip(
        _ rest: inout ArraySlice<UInt8>, past end: String, refusingOtherEncodings: Bool
    ) throws(MalformedAnswer) {
        let mark = Array(end.utf8)
        // A prolog of AWS has forty bytes; a longer search only costs time.
        let window = rest.prefix(4096)
        var index = window.startIndex
        while index + mark.count <= window.endIndex, !window[index...].starts(with: mark) { index += 1 }
        guard index + mark.count <= window.endIndex else { throw .notXML }
        if refusingOtherEncodings {
            let text = String(decoding: window[..<index], as: UTF8.self).lowercased()
            guard !text.contains("encoding") || text.contains("utf-8") else { throw .notXML }
        }
        rest = rest[(index + mark.count)...]
    }
}
