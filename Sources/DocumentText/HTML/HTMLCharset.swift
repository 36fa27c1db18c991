/// The encoding that a page declares for itself.
enum HTMLCharset {
    /// - Returns: in lower case, from a `<meta>` within the first 1,024 bytes (HTML, section 4.2.5.4); nil without one.
    static func declared(in bytes: [UInt8]) -> String? {
        let start = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        for meta in start.split(separator: "<") where meta.hasPrefix("meta") {
            guard let found = meta.firstRange(of: "charset") else { continue }
            let value = meta[found.upperBound...].drop { $0.isWhitespace }
            guard value.first == "=" else { continue }
            let name = value.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
                .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
            if !name.isEmpty { return String(name) }
        }
        return nil
    }
}
