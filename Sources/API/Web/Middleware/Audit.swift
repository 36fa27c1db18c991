import Accounts
import HTTPServer
import Operations
import Storage

/// Names who changes something in every transaction of the change, so that the audit keeps it; and leaves one line for a change
/// that an operator made: who, what, and the request by which other lines are found.
struct Audit: Sendable {
    private let context: APIContext

    init(_ context: APIContext) { self.context = context }

    func around(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        let principal = try context.principal(of: request)
        let actor = Operator(id: principal.userID, name: principal.role.rawValue, request: request.requestID)
        let response = try await actor.acting { try await next(request) }
        guard principal.seesEverybody, response.headers["Idempotent-Replayed"] == nil else { return response }
        context.logger.info(
            "an operator changed something",
            [
                "user": .string(principal.userID.uuidString.lowercased()), "role": .string(principal.role.rawValue),
                "tenant": .string(principal.tenant.uuidString.lowercased()),
                "action": .string("\(request.method.rawValue) \(request.route ?? "")"), "path": .string(request.path),
                "status": .integer(response.status.rawValue), "remote_address": .string(request.remoteAddress),
            ])
        return response
    }
}
