import HTTPServer

extension Call {
    /// An answer that pages ask for again and again. Operators all see the same: those who take one that is a second old
    /// (`Cache-Control: max-age`, RFC 9111, section 5.2.1.1) share it, and get 304 for one that they have.
    /// - Returns: nil for a caller who wants it made anew, sees less than others, or wants a table.
    func shared(
        from cache: AnswerCache, _ build: @escaping @Sendable () async throws -> any Encodable & Sendable
    ) async throws -> HTTPResponse? {
        guard principal.seesEverybody, takesRecent, !request.prefersCSV else { return nil }
        let parameters = request.query.map { "\($0.name)\u{0}\($0.value)" }
        let key = ([request.prefix] + request.segments + parameters).joined(separator: "\u{0}\u{0}")
        return try await cache.answer(key, to: request, build)
    }

    private var takesRecent: Bool {
        request.headers.values(of: "Cache-Control").flatMap { $0.split(separator: ",") }.contains { part in
            let sides = part.filter { $0 != " " }.lowercased().split(separator: "=")
            return sides.count == 2 && sides[0] == "max-age" && (Int(sides[1]) ?? 0) > 0
        }
    }
}
