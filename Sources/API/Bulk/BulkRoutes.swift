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

    func add(to router: inout APIRouter) {
        router.post("/jobs/retry", for: .operators) { try await begin($0, .retry) }
        router.post("/jobs/cancel", for: .writers) { try await begin($0, .cancel) }
        router.get("/operations/{id}", for: .writers, show)
    }

    private func begin(
        _ call: Call, _ action: BulkOperation.Action
    ) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let body = try BulkBody(try request.document(), action: action, principal: principal)
        let key = call.key
        let operation = body.operation(id: context.minter.mint().uuid)
        let answer = BulkView.accepted(operation).response(
            .accepted, headers: ["Location": BulkView.path(of: operation.id)])
        let recorded = IdempotencyRecord(answer, for: key)
        do {
            try await retryUntilKnown {
                try await context.store.begin(
                    operation, for: principal.scope, by: principal.userID, recording: recorded)
            }
        } catch let error as TooManyOperations {
            throw Problem(
                .tooManyRequests,
                detail: "\(error.limit) operations run, and no more may at once. Wait for one of them to end.",
                headers: ["Retry-After": "2"])
        }
        return answer
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
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
