import Dashboard
import HTTPServer

/// `/`, the dashboard, and its files. Everything that it shows comes by the other routes; the files are the same for everybody.
struct SiteRoutes: APIModule {
    private let site: Site

    /// Scripts, styles and images of this origin alone, and no way from text to markup or script (Trusted Types).
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")
    private static let forEver = "public, max-age=31536000, immutable"

    init(_ context: APIContext) {
        site = Site(folder: context.siteFolder)
    }

    func add(to router: inout APIRouter) {
        let anyone = Audience.anyone(bodyLimit: 0)
        router.open(
            .get, "/", to: anyone,
            APIOperation("getDashboard", "The dashboard").answers(types: "text/html").parameter(.noneMatch).tagged()
                .refuses(.notFound)
        ) { request in
            // Its files lie beside it, and not under the prefix of the routes.
            guard request.prefix.isEmpty, let page = site.index else { throw Problem.notFound() }
            var response = try Self.answer(page, to: request)
            response.headers["Content-Security-Policy"] = Self.policy
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            return response
        }
        router.open(
            .get, "/site/{version}/{file}", to: anyone,
            APIOperation("getSiteFile", "A file of the dashboard").answers(
                types: "text/javascript", "text/css", "image/svg+xml"
            ).parameter(.noneMatch).tagged()
        ) { request in
            try file(of: request, at: ["file"])
        }
        router.open(
            .get, "/site/{version}/{folder}/{file}", to: anyone,
            APIOperation("getSiteFolderFile", "A file of the dashboard").answers(types: "text/javascript").parameter(
                .noneMatch
            ).tagged()
        ) { request in
            try file(of: request, at: ["folder", "file"])
        }
    }

    /// Of the version that this process has: the files of another one would not fit the page's others.
    private func file(of request: HTTPRequest, at names: [String]) throws -> HTTPResponse {
        let path = names.compactMap { request.parameters[$0] }.joined(separator: "/")
        guard request.parameters["version"] == site.version, let file = site.file(at: path) else {
            throw Problem.notFound()
        }
        var response = try Self.answer(file, to: request)
        if site.isLasting { response.headers["Cache-Control"] = Self.forEver }
        return response
    }

    private static func answer(_ file: SiteFile, to request: HTTPRequest) throws -> HTTPResponse {
        guard let type = file.contentType else { throw Problem.notFound() }
        let compressed = request.accepts(coding: "gzip") ? file.compressed : nil
        let tag = compressed == nil ? file.tag : file.compressedTag
        var response =
            request.isCurrent(tag)
            ? HTTPResponse.empty(.notModified) : .bytes(compressed ?? file.bytes, contentType: type)
        if compressed != nil, response.status != .notModified { response.headers["Content-Encoding"] = "gzip" }
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-cache"
        response.headers.add("Vary", "Accept-Encoding")
        return response
    }
}

extension HTTPRequest {
    /// Whether `Accept-Encoding` names a coding, and not with a weight of 0 (RFC 9110, section 12.5.3).
    fileprivate func accepts(coding: String) -> Bool {
        headers.values(of: "Accept-Encoding").flatMap { $0.split(separator: ",") }.contains { part in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard words.first == coding else { return false }
            return !words.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }
}
