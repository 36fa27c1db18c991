import Accounts
import Foundation
import HTTPServer
import Jobs
import Postgres
import Storage

/// `POST /jobs/retry`, `POST /jobs/cancel`, `GET /operations/{id}`: many jobs at once, at a chosen rate. The answer comes
/// at once; the enqueuer does the work.
struct BulkRoutes {
    let context: APIContext

    func add(to router: inout Router) {
        router.post("/jobs/retry") { try await begin($0, .retry, roles: [.admin, .service]) }
        router.post("/jobs/cancel") { try await begin($0, .cancel, roles: [.admin, .service, .school]) }
        router.get("/operations/{id}", show)
    }

    private func begin(
        _ request: HTTPRequest, _ action: BulkOperation.Action, roles: Set<Role>
    ) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: roles)
        let body = try BulkBody(try request.json(), action: action, principal: principal)
        return try await context.idempotently(request, by: principal) { key in
            let operation = body.operation(id: context.minter.mint().uuid)
            let answer = BulkView.accepted(operation).response(
                .accepted, headers: ["Location": BulkView.path(of: operation.id)])
            let recorded = RecordedAnswer(answer, for: key)
            try await insisting {
                try await context.store.begin(
                    operation, for: principal.scope, by: principal.userID, recording: recorded)
            }
            return answer
        }
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: [.admin, .service, .school])
        guard let record = try await context.store.bulkOperation(try request.pathID(), for: principal.scope) else {
            throw Problem.notFound()
        }
        return BulkView.full(record).response()
    }
}

extension Principal {
    /// Whose jobs the caller may see and change.
    var scope: JobScope { seesEverybody ? .everybody : .tenant(tenant) }
}
