import Accounts
import Foundation
import HTTPServer
import JSON
import Schemas

/// `POST` and `DELETE /auth/session`: signing in and out of a browser, whose token lies in a cookie that no script reads.
/// There too when another issuer makes the tokens: the token of one is taken instead of an address and a password.
extension AuthRoutes {
    func addBrowserSession(to router: inout APIRouter) {
        router.open(
            .post, "/auth/session", to: .anyone(bodyLimit: Self.bodyLimit),
            APIOperation("beginBrowserSession", "A browser's sign-in: the token becomes a cookie").body(
                .any(of: [.signIn, SessionBody.schema]), example: Schema.signInExample
            ).answers(.times("expires_at")).refuses(.unauthorized, .forbidden), beginBrowserSession)
        router.delete(
            "/auth/session", for: .everybody,
            APIOperation("endBrowserSession", "A browser's sign-out").answersNothing(), endBrowserSession)
    }

    @Sendable private func beginBrowserSession(_ request: HTTPRequest) async throws -> HTTPResponse {
        try context.pages.refuseOthers(request)
        let cookie = SessionCookie(of: request)
        if !cookie.isOnLoopback, request.headers["Origin"]?.lowercased().hasPrefix("http:") == true {
            throw Problem(
                .forbidden, title: "Signing in needs https",
                detail: "A browser keeps the cookie of an https page, or of one on the loopback. Origin says http.")
        }
        if let body = try SessionBody(try request.document()) {
            let token = try context.verify(body.token)
            return try begun(request, cookie, body.token, until: token.expiresAt)
        }
        guard let authenticator = context.authenticator else {
            throw Problem.invalid([
                Problem.FieldError(pointer: "/token", message: "is required: another issuer makes the tokens")
            ])
        }
        let body = try SignInRequest(try request.decode())
        let session = try await counting(request, of: body.email) {
            try await authenticator.signIn(body, from: request.subscriber)
        }
        return try begun(request, cookie, session.token.text, until: session.token.expiresAt)
    }

    /// No script is given the token: the answer says until when it holds, and `GET /me` the rest.
    private func begun(
        _ request: HTTPRequest, _ cookie: SessionCookie, _ token: String, until end: Date
    ) throws -> HTTPResponse {
        var response = try request.answer(["expires_at": end])
        response.headers["Set-Cookie"] = cookie.set(token, until: end)
        return response
    }

    @Sendable private func endBrowserSession(_ call: Call) async throws -> HTTPResponse {
        try await end(try context.verified(call.request))
        return HTTPResponse(
            status: .noContent, headers: ["Set-Cookie": SessionCookie(of: call.request).cleared])
    }
}
