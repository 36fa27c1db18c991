import Accounts
import Foundation
import HTTPServer
import JSON
import Postgres
import Storage

/// `GET` and `POST /users`, `GET`, `PATCH` and `DELETE /users/{id}`: those of the own account. Absent when another issuer
/// makes the tokens.
struct UserRoutes: APIModule {
    private let context: APIContext
    private let store: AccountStore
    private let lists: AccountStore
    private let mailer: AccessMailer

    init(_ context: APIContext) {
        self.context = context
        store = AccountStore(database: context.connections.domains)
        lists = AccountStore(database: context.lists.domains)
        mailer = AccessMailer(context)
    }

    func add(to router: inout APIRouter) {
        guard let authenticator = context.authenticator else { return }
        router.get(
            "/users", for: .managers,
            APIOperation("listUsers", "Users of the account").page(of: UserView.self, isTable: true), list)
        router.get(
            "/users/{id}", for: .managers,
            APIOperation("getUser", "A user").answers(UserView.self), show)
        router.post(
            "/users", for: .managers, completing: { try Self.addToken(to: $0, by: authenticator) },
            APIOperation("inviteUser", "Invites a user; the answer alone holds the token").body(
                UserBody.schema(isNew: true), example: UserBody.example
            ).answers(UserView.Invited.self, .created),
            { try await invite($0, authenticator) })
        router.patch(
            "/users/{id}", for: .managers,
            APIOperation("changeUser", "Changes a user (RFC 7396)").body(UserBody.schema(isNew: false)).answers(
                UserView.self
            ).refuses(.conflict), patch)
        router.delete(
            "/users/{id}", for: .managers,
            APIOperation("deleteUser", "Removes a user, whose tokens end").answersNothing().refuses(.conflict), remove)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let limit = try call.request.limit()
        let cursor = try call.request.cursorID()
        let tenant = call.principal.tenant
        let found = try await context.lists.read(by: call.principal) {
            try await lists.users(of: tenant, after: cursor, limit: limit + 1)
        }
        return try call.answerList(
            Page(found, limit: limit) {
                UserView($0)
            } cursor: {
                $0.user.id.uuidString.lowercased()
            })
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        guard let user = try await store.user(try call.request.pathID(), of: call.principal.tenant) else {
            throw Problem.notFound()
        }
        return try call.answer(UserView(user))
    }

    private func invite(_ call: Call, _ authenticator: Authenticator) async throws -> HTTPResponse {
        let body = try UserBody.invitation(try call.request.document())
        guard let email = body.email, let role = body.change.role else { throw Problem(.internalServerError) }
        let id = context.minter.mint().uuid
        let token = authenticator.invitation(for: id)
        let invitation = Invitation(
            id: id, email: email, role: role, name: body.change.name ?? nil, locale: body.change.locale ?? nil,
            token: token)
        let location = Link("/users/\(id.uuidString.lowercased())")
        let answer = try call.answer(UserView.Invited(invitation), .created, location: location)
        let jobs = context.store
        let tenant = call.principal.tenant
        do {
            return try await context.recording(answer, for: call) { recorded in
                try await authenticator.invite(into: tenant) {
                    try await mailer.invite(invitation, token, by: call, recording: recorded) {
                        try await retryUntilKnown {
                            try await jobs.recording(invitation.statements, of: tenant) { _ in ((), recorded) }
                        }
                    }
                }
                return nil
            }
        } catch let error as AccountError {
            // The first of two requests with one key may be what holds the address.
            throw error.problem
        }
    }

    /// Adds the invitation's token, which only this answer and its repetitions hold: it is derived, and kept nowhere.
    private static func addToken(to answer: HTTPResponse, by authenticator: Authenticator) throws -> HTTPResponse {
        guard answer.status == .created, case .bytes(let bytes) = answer.body,
            var user = try JSONValue(parsing: bytes).objectValue,
            let id = user["id"]?.stringValue.flatMap(UUID.init(uuidString:))
        else { return answer }
        user["invite_token"] = .string(authenticator.invitation(for: id).text)
        var complete = try HTTPResponse.json(JSONValue.object(user), status: .created)
        for name in ["Location", "Idempotent-Replayed"] { complete.headers[name] = answer.headers[name] }
        return complete
    }

    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let (id, tenant) = (try call.request.pathID(), call.principal.tenant)
        let change = try UserBody.change(try call.request.document()).change
        try await store.change(id, change, of: tenant, byAdmin: call.principal.role == .admin)
        if change.role != nil { await context.revocations.refresh() }
        guard let user = try await store.user(id, of: tenant) else { throw Problem.notFound() }
        return try call.answer(UserView(user))
    }

    @Sendable private func remove(_ call: Call) async throws -> HTTPResponse {
        try await store.remove(
            try call.request.pathID(), of: call.principal.tenant, byAdmin: call.principal.role == .admin)
        await context.revocations.refresh()
        return HTTPResponse(status: .noContent)
    }
}
