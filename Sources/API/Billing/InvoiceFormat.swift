import HTTPServer

/// What an invoice is answered as, by `Accept` (RFC 9110, 12.5.1).
enum InvoiceFormat: String, CaseIterable, Sendable {
    case json, pdf, xml, html

    var contentType: String {
        switch self {
        case .json: "application/json"
        case .pdf: "application/pdf"
        case .xml: "application/xml"
        case .html: "text/html; charset=utf-8"
        }
    }

    private var mediaType: Substring { contentType.prefix { $0 != ";" } }

    /// The one that the caller likes best; of equals the first of `allCases`.
    /// - Throws: 406 when it takes none of them.
    init(accept: String?) throws(Problem) {
        guard let accept, !accept.isEmpty else {
            self = .json
            return
        }
        let ranges = accept.split(separator: ",").prefix(32).map { Range($0) }
        var best: (format: InvoiceFormat, quality: Double)?
        for format in Self.allCases {
            let matching = ranges.filter { $0.matches(format.mediaType) }
            guard let range = matching.max(by: { $0.precision < $1.precision }), range.quality > best?.quality ?? 0
            else {
                continue
            }
            best = (format, range.quality)
        }
        guard let best else {
            let known = Self.allCases.map { String($0.mediaType) }.joined(separator: ", ")
            throw Problem(
                HTTPStatus(rawValue: 406), detail: "An invoice is answered as \(known): name one of them in Accept.")
        }
        self = best.format
    }

    /// A range of media types.
    private struct Range {
        let type: Substring
        let quality: Double

        init(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.trimmingPrefix { $0 == " " || $0 == "\t" } }
            type = (parts.first ?? "").prefix { $0 != " " && $0 != "\t" }
            let given = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            quality = given.map { min(max(Double($0.dropFirst(2)) ?? 0, 0), 1) } ?? 1
        }

        /// Of several that match, the most precise counts.
        var precision: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

        func matches(_ mediaType: Substring) -> Bool {
            let type = type.lowercased()
            if type == "*/*" || type == mediaType { return true }
            return type.hasSuffix("/*") && mediaType.hasPrefix(type.dropLast())
        }
    }
}
