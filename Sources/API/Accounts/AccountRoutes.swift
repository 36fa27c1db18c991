import Accounts
import HTTPServer

/// `GET` and `PATCH /account`: the own one.
struct AccountRoutes: APIModule {
    private let accounts: AccountStore

    init(_ context: APIContext) {
        accounts = AccountStore(database: context.connections.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/account", for: .readers,
            APIOperation("getAccount", "The own account").answers(AccountView.self).refuses(.notFound), show)
        router.patch(
            "/account", for: .managers,
            APIOperation("changeAccount", "Changes the own account (RFC 7396)").body(
                AccountBody.schema, example: AccountBody.example
            ).answers(AccountView.self).refuses(.notFound), patch)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        guard let account = try await accounts.account(call.principal.tenant) else { throw Problem.notFound() }
        return try call.answer(AccountView(account))
    }

    /// Scans that are accepted from then on use the new role.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let body = try AccountBody(try call.request.document())
        let changed = try await accounts.change(
            call.principal.tenant, companyName: body.companyName, roleARN: body.roleARN)
        guard let changed else { throw Problem.notFound() }
        return try call.answer(AccountView(changed))
    }
}
