import Dashboard
import HTTPServer

extension HTTPRequest {
    /// The file as it is, or as gzip for who takes that; 304 for who has it.
    func answer(with file: SiteFile) throws -> HTTPResponse {
        guard let type = file.contentType else { throw Problem.notFound() }
        let compressed = accepts(coding: "gzip") ? file.compressed : nil
        let tag = compressed == nil ? file.tag : file.compressedTag
        var response =
            isCurrent(tag) ? HTTPResponse.empty(.notModified) : .bytes(compressed ?? file.bytes, contentType: type)
        if compressed != nil, response.status != .notModified { response.headers["Content-Encoding"] = "gzip" }
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-cache"
        response.headers.add("Vary", "Accept-Encoding")
        return response
    }

    /// Whether `Accept-Encoding` names a coding, and not with a weight of 0 (RFC 9110, section 12.5.3).
    private func accepts(coding: String) -> Bool {
        headers.values(of: "Accept-Encoding").flatMap { $0.split(separator: ",") }.contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard words.first == coding else { return false }
            return !words.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }
}
