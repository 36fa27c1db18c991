import Accounts
import Foundation
import HTTPServer
import Postgres
import Storage

/// `GET` and `POST /users`, `GET`, `PATCH` and `DELETE /users/{id}`: those of the own account. Absent when another issuer
/// makes the tokens.
struct UserRoutes {
    let context: APIContext

    private var store: AccountStore { AccountStore(database: context.connections.domains) }

    func add(to router: inout APIRouter) {
        guard let authenticator = context.authenticator else { return }
        router.get("/users", for: .managers, list)
        router.get("/users/{id}", for: .managers, show)
        router.post(
            "/users", for: .managers, completing: { try Self.addToken(to: $0, by: authenticator) },
            { try await invite($0, authenticator) })
        router.patch("/users/{id}", for: .managers, patch)
        router.delete("/users/{id}", for: .managers, remove)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let limit = try call.request.limit()
        let cursor = try call.request.cursorID()
        let tenant = call.principal.tenant
        let found = try await context.lists.read(by: call.principal) {
            try await $0.accounts.users(of: tenant, after: cursor, limit: limit + 1)
        }
        let page = found.prefix(limit)
        return JSONValue.page(
            page.map(AccountView.user),
            next: found.count > limit ? page.last?.user.id.uuidString.lowercased() : nil
        ).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        guard let user = try await store.user(try call.request.pathID(), of: call.principal.tenant) else {
            throw Problem.notFound()
        }
        return AccountView.user(user).response()
    }

    private func invite(_ call: Call, _ authenticator: Authenticator) async throws -> HTTPResponse {
        let body = try UserBody.invitation(try call.request.object())
        guard let email = body.email, let role = body.change.role else { throw Problem(.internalServerError) }
        let id = context.minter.mint().uuid
        let invitation = Invitation(
            id: id, email: email, role: role, name: body.change.name ?? nil, locale: body.change.locale ?? nil,
            token: authenticator.invitation(for: id))
        let answer = JSONValue.object(AccountView.invited(invitation)).response(
            .created, headers: ["Location": AccountView.path(of: invitation)])
        let recorded = IdempotencyRecord(answer, for: call.key)
        let jobs = context.store
        let tenant = call.principal.tenant
        do {
            try await authenticator.invite(into: tenant) {
                try await retryUntilKnown {
                    try await jobs.recording(invitation.statements, of: tenant) { _ in ((), recorded) }
                }
            }
        } catch let error as AccountError {
            // The first of two requests with one key may be what holds the address.
            throw error.problem
        }
        return answer
    }

    /// Adds the invitation's token, which only this answer and its repetitions hold: it is derived, and kept nowhere.
    private static func addToken(to answer: HTTPResponse, by authenticator: Authenticator) throws -> HTTPResponse {
        guard answer.status == .created, case .bytes(let bytes) = answer.body,
            var user = try JSONValue(parsing: bytes).objectValue,
            let id = user["id"]?.stringValue.flatMap(UUID.init(uuidString:))
        else { return answer }
        user["invite_token"] = .string(authenticator.invitation(for: id).text)
        var complete = JSONValue.object(user).response(.created)
        for name in ["Location", "Idempotent-Replayed"] { complete.headers[name] = answer.headers[name] }
        return complete
    }

    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let (id, tenant) = (try call.request.pathID(), call.principal.tenant)
        let change = try UserBody.change(try call.request.object()).change
        try await store.change(id, change, of: tenant, byAdmin: call.principal.role == .admin)
        if change.role != nil { await context.revocations.refresh() }
        guard let user = try await store.user(id, of: tenant) else { throw Problem.notFound() }
        return AccountView.user(user).response()
    }

    @Sendable private func remove(_ call: Call) async throws -> HTTPResponse {
        try await store.remove(
            try call.request.pathID(), of: call.principal.tenant, byAdmin: call.principal.role == .admin)
        await context.revocations.refresh()
        return HTTPResponse(status: .noContent)
    }
}
