import Dashboard
import HTTPServer

/// `/`, the dashboard, `/docs`, the description of the API for people, and their files. Everything that they show comes by the
/// other routes; the files are the same for everybody.
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
        router.open(.get, "/", to: anyone, Self.page("getDashboard", "The dashboard")) { request in
            try page("index", for: request)
        }
        router.open(.get, "/docs", to: anyone, Self.page("getReference", "This description, to be read")) { request in
            try page("docs", for: request)
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

    private static func page(_ id: String, _ summary: String) -> APIOperation {
        APIOperation(id, summary).answers(types: "text/html").parameter(.noneMatch).tagged().refuses(.notFound)
    }

    private func page(_ name: String, for request: HTTPRequest) throws -> HTTPResponse {
        // Its files lie beside it, and not under the prefix of the routes.
        guard request.prefix.isEmpty, let page = site.page(name) else { throw Problem.notFound() }
        var response = try request.answer(with: page)
        response.headers["Content-Security-Policy"] = Self.policy
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response
    }

    /// Of the version that this process has: the files of another one would not fit the page's others.
    private func file(of request: HTTPRequest, at names: [String]) throws -> HTTPResponse {
        let path = names.compactMap { request.parameters[$0] }.joined(separator: "/")
        guard request.parameters["version"] == site.version, let file = site.file(at: path) else {
            throw Problem.notFound()
        }
        var response = try request.answer(with: file)
        if site.isLasting { response.headers["Cache-Control"] = Self.forEver }
        return response
    }
}
