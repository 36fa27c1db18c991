public import JSON

extension HTTPRequest {
    /// The body as a value of the type.
    /// - Throws: `Problem`: 415 for another media type than JSON, 400 for no JSON (with the place), 422 with pointers
    ///   for JSON that does not fit the type.
    public func decode<T: Decodable>(_ type: T.Type = T.self) throws(Problem) -> T {
        try checkMediaType()
        return try JSONCoding.decode(type, from: body)
    }

    /// The body as a JSON document; throws as `decode` does.
    public func json() throws(Problem) -> JSONValue {
        try decode(JSONValue.self)
    }

    /// Whether the body is said to be JSON; nil when nothing is said.
    public var declaresJSON: Bool? {
        guard let contentType = headers["Content-Type"] else { return nil }
        if contentType == Self.usual { return true }
        let mediaType = contentType.lowercased().prefix { $0 != ";" }.trimmingSpaces
        if mediaType.isEmpty { return nil }
        return mediaType == "application/json" || mediaType.hasPrefix("application/") && mediaType.hasSuffix("+json")
    }

    /// What nearly all say: there is nothing to be read in it.
    private static let usual = "application/json"

    private func checkMediaType() throws(Problem) {
        guard let contentType = headers["Content-Type"] else {
            if body.isEmpty { throw .badRequest("The body is missing.") }
            throw Self.unsupportedMediaType
        }
        if contentType != Self.usual {
            let parts = contentType.lowercased().split(separator: ";").map { $0.trimmingSpaces }
            guard declaresJSON == true, parts.dropFirst().allSatisfy(Self.isReadable)
            else { throw Self.unsupportedMediaType }
        }
        if body.isEmpty { throw .badRequest("The body is missing.") }
    }

    /// Whether a parameter leaves the body in UTF-8; lenient with spaces about its `=`, which RFC 9110 forbids.
    private static func isReadable(_ parameter: Substring) -> Bool {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            \.trimmingSpaces)
        return parts.first != "charset" || parts.count > 1 && ["utf-8", "\"utf-8\""].contains(parts[1])
    }

    private static var unsupportedMediaType: Problem {
        Problem(
            .unsupportedMediaType, detail: "The body must be application/json in UTF-8.",
            headers: ["Accept": "application/json"])
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        return start.last.map { $0 == " " || $0 == "\t" } == true
            ? start[...(start.lastIndex { $0 != " " && $0 != "\t" } ?? start.startIndex)] : start
    }
}
