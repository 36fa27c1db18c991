/// What of a request is signed. The headers are all that are signed, `Host` and `X-Amz-Date` among them.
struct SigV4Request {
    var method: String
    /// As it is on the wire, without the query.
    var path: String
    /// As it is on the wire, without the question mark.
    var query: String
    var headers: [(name: String, value: String)]
    /// SHA-256 of the body in lower-case hex.
    var bodyHash: String

    /// The text that both sides hash ("Create a canonical request", AWS Signature Version 4).
    /// - Parameter normalizesPath: false for S3, whose keys may hold `..` and `//`; its path goes in as it is.
    func canonical(normalizesPath: Bool) -> String {
        let headers = canonicalHeaders
        return [
            method,
            normalizesPath ? Self.canonicalPath(path) : path,
            Self.canonicalQuery(query),
            headers.map { "\($0.name):\($0.value)\n" }.joined(),
            headers.map(\.name).joined(separator: ";"),
            bodyHash,
        ].joined(separator: "\n")
    }

    var signedHeaders: String {
        canonicalHeaders.map(\.name).joined(separator: ";")
    }

    private var canonicalHeaders: [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in headers { values[header.name.lowercased(), default: []].append(Self.collapse(header.value)) }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    private static func collapse(_ value: String) -> String {
        value.split { $0 == " " || $0.isNewline }.joined(separator: " ")
    }

    private static func canonicalPath(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: true) {
            switch segment {
            case ".": break
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        let isFolder = path.hasSuffix("/") && !segments.isEmpty
        let normal = "/" + segments.joined(separator: "/") + (isFolder ? "/" : "")
        return PercentEncoding.encode(normal.utf8, keeping: UInt8(ascii: "/"))
    }

    private static func canonicalQuery(_ query: String) -> String {
        query.split(separator: "&").map { pair -> (key: String, value: String) in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let encoded = parts.map { PercentEncoding.encode(PercentEncoding.decode($0.utf8)) }
            return (encoded[0], encoded.count > 1 ? encoded[1] : "")
        }
        .sorted { $0 < $1 }
        .map { "\($0.key)=\($0.value)" }
        .joined(separator: "&")
    }
}
