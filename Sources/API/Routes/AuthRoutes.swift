import Accounts
import HTTPServer

/// `POST /auth/signup` and `POST /auth/signin`; absent when tokens come from somebody else.
struct AuthRoutes {
    let context: APIContext

    func add(to router: inout Router) {
        guard let authenticator = context.authenticator else { return }
        router.post("/auth/signup") { request in
            let session = try await authenticator.signUp(try SignUpRequest(try request.decode()))
            return try await answer(session, status: .created)
        }
        router.post("/auth/signin") { request in
            let session = try await authenticator.signIn(try SignInRequest(try request.decode()))
            return try await answer(session, status: .ok)
        }
    }

    private func answer(_ session: Authenticator.Session, status: HTTPStatus) async throws -> HTTPResponse {
        let account = try await AccountStore(database: context.connections.database).account(session.user.account)
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
