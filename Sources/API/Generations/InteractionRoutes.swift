import Accounts
import Foundation
import Generations
import HTTPServer
import JSON
import Jobs

/// `POST /interactions`, `GET /recommendation-models`.
struct InteractionRoutes: APIModule {
    static let most = 1000

    private let context: APIContext
    private let store: GenerationStore
    private let lists: GenerationStore

    init(_ context: APIContext) {
        self.context = context
        store = GenerationStore(database: context.connections.domains, jobs: context.store)
        lists = GenerationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/interactions", for: .writers, isAudited: false,
            APIOperation("recordInteractions", "Records what users did with courses").body(
                InteractionsBody.schema, example: InteractionsBody.example
            ).answers(.counts("accepted"), .accepted), record)
        router.get(
            "/recommendation-models", for: GenerationRoutes.readers,
            APIOperation("listRecommendationModels", "Trained recommenders and how good they are").page(
                of: RecommendationModelView.self), models)
    }

    @Sendable private func record(_ call: Call) async throws -> HTTPResponse {
        let list = try InteractionsBody(try call.request.document(), atMost: Self.most, now: ServerClock.shared.now)
            .list
        let answer = try call.answer(["accepted": list.count], .accepted)
        try await store.record(list, of: call.principal.tenant, recording: call.record(answer))
        return answer
    }

    @Sendable private func models(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let found = try await context.lists.read(by: call.principal) {
            try await lists.models(of: call.principal.tenant, before: cursor, limit: limit + 1)
        }
        return try call.answer(
            Page(found, limit: limit, { RecommendationModelView($0) }, cursor: { $0.id.uuidString.lowercased() }))
    }
}
