import Accounts
import Cryptography
import HTTPServer

/// `POST /auth/signup` and `POST /auth/signin`; absent when tokens come from somebody else.
struct AuthRoutes {
    let context: APIContext

    private static let bodyLimit = 16 << 10

    func add(to router: inout APIRouter) {
        guard let authenticator = context.authenticator else { return }
        router.open(.post, "/auth/signup", to: .anyone(bodyLimit: Self.bodyLimit)) { request in
            let body = try SignUpRequest(try request.decode())
            let session = try await watching(body.email, request) {
                try await authenticator.signUp(body, from: request.subscriber)
            }
            return try await answer(session, status: .created)
        }
        router.open(.post, "/auth/signin", to: .anyone(bodyLimit: Self.bodyLimit)) { request in
            let body = try SignInRequest(try request.decode())
            let session = try await watching(body.email, request) {
                try await authenticator.signIn(body, from: request.subscriber)
            }
            return try await answer(session, status: .ok)
        }
    }

    /// Counts what is refused, and says so in a line that names the address, and the account by a digest alone.
    private func watching<Value>(
        _ email: EmailAddress, _ request: HTTPRequest, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch {
            let reason: String
            switch error {
            case AccountError.wrongCredentials: reason = "wrong_credentials"
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
                        "account": .string(String(Hex.encode(SHA256.digest(Array(email.key.utf8))).prefix(16))),
                        "suppressed": .integer(suppressed),
                    ])
            }
            throw error
        }
    }

    private func answer(_ session: Authenticator.Session, status: HTTPStatus) async throws -> HTTPResponse {
        let account = try await AccountStore(database: context.connections.domains).account(session.user.account)
        let value: JSONValue = .object([
            "token": .string(session.token.text), "expires_at": .date(session.token.expiresAt),
            "user": .object([
                "id": .uuid(session.user.id), "email": .string(session.user.email.text),
                "role": .string(session.user.role.rawValue), "created_at": .date(session.user.createdAt),
                "account": account.map { .object(Self.view(of: $0)) } ?? .null,
            ]),
        ])
        return value.response(status)
    }

    /// With the external id: whoever makes the role for us has to write it into the role's trust policy.
    private static func view(of account: Account) -> JSONObject {
        [
            "id": .uuid(account.id), "company_name": .string(account.companyName),
            "role_arn": .text(account.roleARN?.description), "external_id": .string(account.externalID.rawValue),
            "created_at": .date(account.createdAt),
        ]
    }
}
