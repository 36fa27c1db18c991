import Accounts
import Foundation
import HTTPServer
import Jobs
import Postgres
import Storage

/// `POST /jobs/retry`, `POST /jobs/cancel`, `GET /operations/{id}`: many jobs at once, at a chosen rate. The answer comes
/// at once; the enqueuer does the work. With `?dry_run=true` they are counted, and nothing is done.
struct BulkRoutes: APIModule {
    let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/jobs/retry", for: .operators,
            APIOperation("retryJobs", "Retries the jobs that a filter finds, or counts them").query(
                Field.flag("dry_run")
            ).body(BulkBody.schema, example: BulkBody.example).answers(BulkView.Preview.self).answers(
                BulkView.Reference.self, .accepted)
        ) { try await begin($0, .retry) }
        router.post(
            "/jobs/cancel", for: .writers,
            APIOperation("cancelJobs", "Cancels the jobs that a filter finds, or counts them").query(
                Field.flag("dry_run")
            ).body(BulkBody.schema, example: BulkBody.example).answers(BulkView.Preview.self).answers(
                BulkView.Reference.self, .accepted)
        ) { try await begin($0, .cancel) }
        router.get(
            "/operations/{id}", for: .writers,
            APIOperation("getBulkOperation", "How far an operation on many jobs is").answers(BulkView.self), show)
    }

    private func begin(_ call: Call, _ action: BulkOperation.Action) async throws -> HTTPResponse {
        let principal = call.principal
        try call.request.allowQuery(["dry_run"])
        let body = try BulkBody(try call.request.document(), action: action, principal: principal)
        if try call.request.flag("dry_run") == true { return try await count(call, body) }
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

    /// What would be changed, before it is.
    private func count(_ call: Call, _ body: BulkBody) async throws -> HTTPResponse {
        let operation = body.operation(id: context.minter.mint().uuid)
        let count = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.count(operation.filter, operation.action, for: call.principal.scope)
        }
        return try call.answer(BulkView.Preview(operation, count))
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
