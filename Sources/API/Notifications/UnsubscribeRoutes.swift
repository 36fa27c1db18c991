import Contracts
import HTTPServer
import Notifications

/// `GET` and `POST /unsubscribe/{token}`, without a sign-in. To look changes nothing; to post, as the page's buttons do and
/// mail programs for one click (RFC 8058), unsubscribes, however often.
struct UnsubscribeRoutes: APIModule {
    private let store: NotificationStore
    private let links: UnsubscribeLinks

    private static let bodyLimit = 16 << 10

    init(_ context: APIContext) {
        store = NotificationStore(database: context.connections.domains, jobs: context.store)
        links = UnsubscribeLinks(store: store, publicURL: context.notifications.publicURL)
    }

    func add(to router: inout APIRouter) {
        let anyone = Audience.anyone(bodyLimit: Self.bodyLimit)
        router.open(
            .get, "/unsubscribe/{token}", to: anyone,
            APIOperation("showUnsubscribe", "A page that asks what to unsubscribe from").answers(types: "text/html")
                .answers(types: "text/html", status: .notFound)
        ) { request in
            guard let token = try await token(of: request) else { return Self.invalid(request) }
            return Self.answer(.question(token), in: try await language(of: token, request))
        }
        router.open(
            .post, "/unsubscribe/{token}", to: anyone,
            APIOperation("unsubscribe", "Unsubscribes: by the page, or in one click (RFC 8058)").answers(
                types: "text/html"
            ).answers(types: "text/html", status: .notFound)
        ) { request in
            guard let token = try await token(of: request) else { return Self.invalid(request) }
            let scope = UnsubscribeScope(form: request.body)
            try await store.unsubscribe(token, scope)
            return Self.answer(.done(token, scope), in: try await language(of: token, request))
        }
    }

    private func token(of request: HTTPRequest) async throws -> UnsubscribeToken? {
        guard let text = request.parameters["token"] else { return nil }
        return try await links.signer.token(text)
    }

    private func language(of token: UnsubscribeToken, _ request: HTTPRequest) async throws -> Language {
        try await store.language(of: token) ?? Self.language(of: request)
    }

    /// The first language of the browser that there are texts in.
    private static func language(of request: HTTPRequest) -> Language {
        let tags = (request.headers["Accept-Language"] ?? "").split(separator: ",").map {
            $0.prefix { $0 != ";" && $0 != "-" }.trimmingPrefix { $0 == " " }.lowercased()
        }
        return tags.lazy.compactMap(Language.init(rawValue:)).first ?? .english
    }

    private static func invalid(_ request: HTTPRequest) -> HTTPResponse {
        answer(.invalid, .notFound, in: language(of: request))
    }

    private static func answer(
        _ page: UnsubscribePage, _ status: HTTPStatus = .ok, in language: Language
    ) -> HTTPResponse {
        var response = HTTPResponse.text(
            page.html(in: language), contentType: "text/html; charset=utf-8", status: status)
        for (name, value) in UnsubscribePage.headers { response.headers[name] = value }
        return response
    }
}
