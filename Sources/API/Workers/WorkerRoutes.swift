import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /workers`, `POST /workers/{session}/quiet` and `/resume`: for operators.
struct WorkerRoutes: APIModule {
    private let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/workers", for: [.admin],
            APIOperation("listWorkers", "Workers that are there").page(of: WorkerView.self), list)
        router.post(
            "/workers/{session}/quiet", for: [.admin],
            APIOperation("quietWorker", "A worker takes no more jobs").answers(WorkerView.self)
        ) { try await setQuiet(true, $0) }
        router.post(
            "/workers/{session}/resume", for: [.admin],
            APIOperation("resumeWorker", "A worker takes jobs again").answers(WorkerView.self)
        ) { try await setQuiet(false, $0) }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let limit = try call.request.limit()
        let cursor = try call.request.cursorID()
        let found = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.sessions(after: cursor, limit: limit + 1)
        }
        return try call.answer(
            Page(found, limit: limit) {
                WorkerView($0)
            } cursor: {
                $0.session.id.uuidString.lowercased()
            })
    }

    /// The worker hears of it within a second; what it holds it finishes.
    private func setQuiet(_ isQuiet: Bool, _ call: Call) async throws -> HTTPResponse {
        guard let text = call.request.parameters["session"], let id = UUID(uuidString: text) else {
            throw Problem.notFound()
        }
        let changed = try await context.store.setQuiet(isQuiet, id) {
            (try? call.answer(WorkerView($0))).flatMap(call.record)
        }
        guard let changed else { throw Problem.notFound("There is no such worker any more.") }
        return try call.answer(WorkerView(changed))
    }
}
