import Foundation
import Generations
import JSON
import Schemas

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

extension RecommendationModelView: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.object(of: Self.self, named: ["recallAt20": "recall_at_20", "ndcgAt20": "ndcg_at_20"])
    }
}

extension RecommendationModelView.Measures: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        definitions.object(of: Self.self, named: ["recallAt20": "recall_at_20", "ndcgAt20": "ndcg_at_20"])
    }
}
