import Accounts
import Foundation
import HTTPServer
import Jobs
import Postgres
import Storage

/// `POST /jobs/retry`, `POST /jobs/cancel`, `GET /operations/{id}`: many jobs at once, at a chosen rate. The answer comes
/// at once; the enqueuer does the work.
struct BulkRoutes: APIModule {
    let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.post("/jobs/retry", for: .operators) { try await begin($0, .retry) }
        router.post("/jobs/cancel", for: .writers) { try await begin($0, .cancel) }
        router.get("/operations/{id}", for: .writers, show)
    }

    private func begin(_ call: Call, _ action: BulkOperation.Action) async throws -> HTTPResponse {
        let principal = call.principal
        let body = try BulkBody(try call.request.document(), action: action, principal: principal)
        let operation = body.operation(id: context.minter.mint().uuid)
        let reference = BulkView.Reference(operation)
        let answer = try call.answer(reference, .accepted, location: reference.statusURL)
        do {
            return try await context.recording(answer, for: call) { recorded in
                try await retryUntilKnown {
                    try await context.store.begin(
                        operation, for: principal.scope, by: principal.userID, recording: recorded)
                }
                return nil
            }
        } catch let error as TooManyOperations {
            throw Problem(
                .tooManyRequests,
                detail: "\(error.limit) operations run, and no more may at once. Wait for one of them to end.",
                headers: ["Retry-After": "2"])
        }
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let id = try call.request.pathID()
        guard let record = try await context.store.bulkOperation(id, for: call.principal.scope) else {
            throw Problem.notFound()
        }
        return try call.answer(BulkView(record))
    }
}

extension Principal {
    /// Whose jobs the caller may see and change.
    var scope: JobScope { seesEverybody ? .everybody : .tenant(tenant) }
}
