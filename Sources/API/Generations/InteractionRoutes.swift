import Accounts
import Foundation
import Generations
import HTTPServer
import JSON
import Jobs

/// `POST /interactions`, `GET /recommendation-models`.
struct InteractionRoutes: APIModule {
    private static let most = 1000

    private let context: APIContext
    private let store: GenerationStore
    private let lists: GenerationStore

    init(_ context: APIContext) {
        self.context = context
        store = GenerationStore(database: context.connections.domains, jobs: context.store)
        lists = GenerationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.post("/interactions", for: .writers, isAudited: false, record)
        router.get("/recommendation-models", for: GenerationRoutes.readers, models)
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

/// A trained model beside what it has to be better than.
struct RecommendationModelView: Encodable, Sendable {
    let id: UUID
    let trainedAt: Date
    let interactions: Int
    let published: Bool
    let reason: String
    let recallAt20: Double?
    let ndcgAt20: Double?
    let popularity: Measures?
    let itemNeighbours: Measures?

    struct Measures: Encodable, Sendable {
        let recallAt20: Double
        let ndcgAt20: Double

        private enum CodingKeys: String, CodingKey {
            case recallAt20 = "recall_at_20"
            case ndcgAt20 = "ndcg_at_20"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, interactions, published, reason, popularity
        case trainedAt = "trained_at"
        case recallAt20 = "recall_at_20"
        case ndcgAt20 = "ndcg_at_20"
        case itemNeighbours = "item_neighbours"
    }

    init(_ model: RecommendationModel) {
        func measures(_ name: String) -> Measures? {
            model.figures.first { $0.name == name }.map { Measures(recallAt20: $0.recall, ndcgAt20: $0.ndcg) }
        }
        id = model.id
        trainedAt = model.trainedAt
        interactions = model.interactions
        published = model.isPublished
        reason = model.reason
        let own = measures(RecommendationModel.ownName)
        (recallAt20, ndcgAt20) = (own?.recallAt20, own?.ndcgAt20)
        (popularity, itemNeighbours) = (measures("popularity"), measures("item_neighbours"))
    }
}
