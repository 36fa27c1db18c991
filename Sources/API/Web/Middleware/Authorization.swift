import Accounts
import HTTPServer

/// Lets those in whose role may do what a route does; who asks was found out at the end of the header.
struct Authorization: Sendable {
    private let context: APIContext
    private let roles: Set<Role>

    /// - Parameter roles: who may; all with a token when empty.
    init(_ context: APIContext, _ roles: Set<Role>) {
        self.context = context
        self.roles = roles
    }

    func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        let principal = try context.principal(of: request)
        guard roles.isEmpty || roles.contains(principal.role) else {
            throw Problem(.forbidden, detail: "The role \(principal.role.rawValue) may not do this.")
        }
        return try await next(request)
    }
}
