import Accounts
import Cryptography
import HTTPServer
import JSON
import Schemas

/// Everything under `/auth`: signing up, in and out, and passwords. All but `/auth/session` is absent when another issuer
/// makes the tokens. None of it honours an `Idempotency-Key`: an answer that holds a token is kept nowhere.
struct AuthRoutes: APIModule {
    let context: APIContext
    private let accounts: AccountStore
    private let mailer: AccessMailer

    init(_ context: APIContext) {
        self.context = context
        mailer = AccessMailer(context)
        accounts = AccountStore(database: context.connections.domains)
    }

    static let bodyLimit = 16 << 10

    func add(to router: inout APIRouter) {
        addBrowserSession(to: &router)
        guard let authenticator = context.authenticator else { return }
        let anyone = Audience.anyone(bodyLimit: Self.bodyLimit)
        router.open(
            .post, "/auth/signup", to: anyone,
            APIOperation("signUp", "Makes an account and its first user").body(
                .signUp, example: Schema.signUpExample
            ).answers(SessionView.self, .created).refuses(.conflict)
        ) { request in
            let body = try SignUpRequest(try request.decode())
            return try await session(.created, by: request, of: body.email) {
                try await authenticator.signUp(body, from: request.subscriber)
            }
        }
        router.open(
            .post, "/auth/signin", to: anyone,
            APIOperation("signIn", "Signs in").body(.signIn, example: Schema.signInExample).answers(
                SessionView.self
            ).refuses(.unauthorized)
        ) { request in
            let body = try SignInRequest(try request.decode())
            return try await session(by: request, of: body.email) {
                try await authenticator.signIn(body, from: request.subscriber)
            }
        }
        router.open(
            .post, "/auth/accept", to: anyone,
            APIOperation("acceptInvitation", "Accepts an invitation").body(.passwordByToken).answers(SessionView.self)
                .refuses(.conflict)
        ) { request in
            let body = try PasswordByTokenRequest(try request.decode())
            return try await session(by: request) { try await authenticator.accept(body, from: request.subscriber) }
        }
        router.open(
            .post, "/auth/reset", to: anyone,
            APIOperation("resetPassword", "Chooses another password by a token that was mailed").body(.passwordByToken)
                .answers(SessionView.self)
        ) { request in
            let body = try PasswordByTokenRequest(try request.decode())
            return try await session(by: request) {
                let session = try await authenticator.reset(body, from: request.subscriber)
                await mailer.passwordChanged(session.user, request)
                return session
            }
        }
        router.open(
            .post, "/auth/forgot", to: anyone,
            APIOperation("forgotPassword", "Mails a token to who lost the password").body(
                .passwordReset, example: Schema.passwordResetExample
            ).answersNothing(.accepted)
        ) { try await forgot($0, authenticator) }
        router.postOnce(
            "/auth/password", for: .everybody,
            APIOperation("changePassword", "Changes the password; every token before ends").body(.passwordChange)
                .answers(SessionView.self)
        ) { call in
            let body = try PasswordChangeRequest(try call.request.decode())
            return try await session(by: call.request) {
                let session = try await authenticator.changePassword(
                    body, of: call.principal, from: call.request.subscriber)
                await mailer.passwordChanged(session.user, call.request)
                return session
            }
        }
        router.postOnce(
            "/auth/signout", for: .everybody,
            APIOperation("signOut", "Ends the token").body(SignOutBody.schema, required: false).answersNothing(),
            signOut)
    }

    /// Answered after the same time each, by which the mail is mostly committed.
    private static let pause = Duration.milliseconds(150)

    /// Neither the answer nor its time shows whether there is such a user: that is looked up beside it.
    private func forgot(_ request: HTTPRequest, _ authenticator: Authenticator) async throws -> HTTPResponse {
        let end = ContinuousClock.now + Self.pause
        let email = try PasswordResetRequest(try request.decode()).email
        if let suppressed = context.authFailureLines.admit("\(request.subscriber) forgot") {
            context.logger.info(
                "a password was lost: where no e-mail is set up, `flotilla users reset EMAIL` makes what resets it",
                [
                    "address": .string(request.remoteAddress), "account": .string(Self.digest(of: email)),
                    "suppressed": .integer(suppressed),
                ])
        }
        mailer.reset(email, request, authenticator)
        try await Task.sleep(until: end)
        return HTTPResponse(status: .accepted)
    }

    /// Ends the token of the request; with `{"everywhere": true}`, or without a claim `jti` that would name the one, all
    /// that its user has.
    @Sendable private func signOut(_ call: Call) async throws -> HTTPResponse {
        var isEverywhere = false
        if !call.request.body.isEmpty {
            isEverywhere = try SignOutBody(try call.request.document()).isEverywhere
        }
        try await end(try context.verified(call.request), isEverywhere: isEverywhere)
        return HTTPResponse(status: .noContent)
    }

    func end(_ token: VerifiedToken, isEverywhere: Bool = false) async throws {
        if !isEverywhere, let id = token.id, (1...255).contains(id.unicodeScalars.count), !id.utf8.contains(0) {
            try await accounts.endToken(id, expiringAt: token.expiresAt)
        } else {
            try await accounts.revokeTokens(of: token.principal.userID)
        }
        await context.revocations.refresh()
    }

    private func session(
        _ status: HTTPStatus = .ok, by request: HTTPRequest, of email: EmailAddress? = nil,
        _ body: () async throws -> Authenticator.Session
    ) async throws -> HTTPResponse {
        try await counting(request, of: email) {
            let session = try await body()
            let account = try await accounts.account(session.user.account)
            return try request.answer(SessionView(session, account), status)
        }
    }

    /// Counts what is refused, and says so in a line that names the address, and the account by a digest alone.
    func counting<Value>(
        _ request: HTTPRequest, of email: EmailAddress?, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch {
            let reason: String
            switch error {
            case AccountError.wrongCredentials, AccountError.wrongPassword: reason = "wrong_credentials"
            case AccountError.tokenCountsNoMore: reason = "wrong_token"
            case let refusal as SignInRefusal: reason = refusal.reason.rawValue
            case PasswordError.overloaded: reason = "overloaded"
            default: throw error
            }
            context.metrics.authFailures.labels(reason).increment()
            if let suppressed = context.authFailureLines.admit("\(request.subscriber) \(reason)") {
                context.logger.warning(
                    "a sign-in was refused",
                    [
                        "reason": .string(reason), "address": .string(request.remoteAddress),
                        "account": email.map { .string(Self.digest(of: $0)) } ?? .string(""),
                        "suppressed": .integer(suppressed),
                    ])
            }
            throw error
        }
    }

    private static func digest(of email: EmailAddress) -> String {
        String(Hex.encode(SHA256.digest(Array(email.key.utf8))).prefix(16))
    }
}
