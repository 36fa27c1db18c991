/// What a request line asks for, decoded (RFC 9112, section 3.2; RFC 3986).
struct RequestTarget: Sendable, Equatable {
    /// The path's segments; a slash at the end makes no further one.
    var segments: [String] = []
    var query: [QueryItem] = []
    /// `OPTIONS *`.
    var isAsterisk = false

    var path: String { "/" + segments.joined(separator: "/") }

    /// Segments are split before they are decoded, so `%2F` stays within one.
    /// - Returns: nil for what must be answered by 400: a bad percent-encoding, bytes that are not UTF-8, control
    ///   characters, a fragment, `.` and `..` (however encoded).
    init?(_ raw: some Collection<UInt8>) {
        if raw.elementsEqual([UInt8(ascii: "*")]) {
            isAsterisk = true
            return
        }
        guard let origin = Self.originForm(raw[...]), !origin.contains(UInt8(ascii: "#")) else { return nil }
        let question = origin.firstIndex(of: UInt8(ascii: "?"))
        for part in origin[..<(question ?? origin.endIndex)].dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let segment = PercentEncoding.decode(part, plusIsSpace: false) else { return nil }
            if segment == "." || segment == ".." { return nil }
            segments.append(segment)
        }
        if segments.last == "" { segments.removeLast() }
        guard let question else { return }
        for part in origin[origin.index(after: question)...].split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            let rawValue = equals.map { part[part.index(after: $0)...] } ?? part[part.endIndex...]
            guard let name = PercentEncoding.decode(part[..<(equals ?? part.endIndex)], plusIsSpace: true),
                let value = PercentEncoding.decode(rawValue, plusIsSpace: true)
            else { return nil }
            query.append(QueryItem(name: name, value: value))
        }
    }

    /// Cuts scheme and authority off an absolute target, which a server must accept.
    private static func originForm<Bytes: Collection<UInt8>>(_ raw: Bytes) -> Bytes.SubSequence?
    where Bytes.SubSequence == Bytes {
        if raw.first == UInt8(ascii: "/") { return raw }
        for scheme in ["http://", "https://"] where raw.starts(with: scheme.utf8) {
            let rest = raw.dropFirst(scheme.utf8.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            return rest[slash...]
        }
        return nil
    }
}
