import AWS
import Accounts
import HTTPServer

/// `GET` and `PATCH /account`: the own one.
struct AccountRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/account", for: .readers, show)
        router.patch("/account", for: .managers, patch)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let store = AccountStore(database: context.connections.domains)
        guard let account = try await store.account(call.principal.tenant) else { throw Problem.notFound() }
        return AccountView.account(account).response()
    }

    /// JSON Merge patch (RFC 7396): null takes the role away. Scans that are accepted from then on use the new one.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let object = try call.request.object()
        var fields = FieldReader(object)
        fields.refuseOthers(than: ["company_name", "role_arn"])
        let name = fields.read(
            "company_name", "a line of 1 to 200 characters without control characters or marks of direction"
        ) { $0.stringValue.flatMap { SignUpRequest.companyName($0) } }
        if object["company_name"] == .null { fields.reject("company_name", "cannot be taken away") }
        var role: RoleARN??
        if let json = object["role_arn"] {
            do {
                role = .some(try json.stringValue.map { try RoleARN($0) })
                if json != .null, json.stringValue == nil { fields.reject("role_arn", "should be a string or null") }
            } catch {
                fields.reject("role_arn", "\(error)")
            }
        }
        guard fields.errors.isEmpty else { throw Problem.invalid(fields.errors) }
        let store = AccountStore(database: context.connections.domains)
        guard let account = try await store.change(call.principal.tenant, companyName: name, roleARN: role) else {
            throw Problem.notFound()
        }
        return AccountView.account(account).response()
    }
}
