/// How the header says that the body ends (RFC 9112, section 6.3), read strictly: two readings of one request are how
/// requests are smuggled past a proxy.
enum RequestFraming: Equatable {
    case none
    case length(Int)
    case chunked
    case ambiguous
    case unknownCoding

    /// In bytes, when the header says.
    var length: Int? { if case .length(let length) = self { length } else { nil } }

    /// Whether bytes of a body follow.
    var hasBody: Bool { self == .chunked || (length ?? 0) > 0 }

    init(_ headers: HTTPHeaders) {
        let lengths = headers.values(of: "Content-Length")
        let codings = headers.values(of: "Transfer-Encoding")
        if !codings.isEmpty {
            if !lengths.isEmpty || codings.count > 1 {
                self = .ambiguous
            } else {
                self = codings[0].isSameHeaderName(as: "chunked") ? .chunked : .unknownCoding
            }
        } else if let first = lengths.first {
            let isNumber =
                !first.isEmpty && first.utf8.count <= 18 && first.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber, lengths.count == 1, let length = Int(first) else {
                self = .ambiguous
                return
            }
            self = .length(length)
        } else {
            self = .none
        }
    }
}
