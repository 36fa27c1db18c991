extension HTTPHeaders {
    /// Of these one reader takes the first and another the last, when they are repeated.
    private static let single = ["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"]

    /// Why a request with these fields is refused: what other readers of the same bytes may take differently.
    /// - Parameter version: `HTTP/1.1` demands one `Host` (RFC 9112, section 3.2).
    func fault(limit: Int, version: String) -> Problem? {
        if fields.count > limit { return Problem(.headerFieldsTooLarge, detail: "Too many header fields.") }
        guard fields.allSatisfy({ $0.name.isToken && $0.value.isFieldValue }) else {
            return .badRequest("A header field is malformed.")
        }
        for name in Self.single where fields.count(where: { $0.name.isSameHeaderName(as: name) }) > 1 {
            return .badRequest("There must be one \(name) field.")
        }
        let hosts = fields.count { $0.name.isSameHeaderName(as: "Host") }
        if hosts > 1 || (hosts == 0 && version != "HTTP/1.0") { return .badRequest("There must be one Host field.") }
        return nil
    }
}

extension String {
    /// RFC 9110, section 5.6.2.
    var isToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
                default: false
                }
            }
    }

    /// RFC 9110, section 5.5: no control characters but the tab.
    var isFieldValue: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
}
