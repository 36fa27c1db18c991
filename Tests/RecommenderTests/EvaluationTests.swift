import Foundation
import Testing

@testable import Recommender

@Suite("Evaluation")
struct EvaluationTests {
    private struct Fixed: ItemScorer {
        let values: [Double]
        func score(_ user: Int, into scores: inout [Double]) { scores = values }
    }

    /// A user with thirty items in time's order: 24 for training, 3 for validation, 3 for the test; another with two.
    private static func evaluation() throws -> Evaluation {
        let interactions =
            (0..<30).map { Interaction(user: "u", item: Samples.id("i", $0), at: Int64($0)) }
            + (0..<2).map { Interaction(user: "v", item: Samples.id("i", 60 + $0), at: 0) }
        return Evaluation(
            DataSplit(
                try InteractionTable(interactions, catalogue: (0..<62).map { Samples.id("i", $0) }), .lastTenth))
    }

    @Test("recall and ndcg by hand: equal scores by the lower item, known items are not ranked")
    func byHand() throws {
        let evaluation = try Self.evaluation()
        // All equal: items 27, 28, 29 are the first that the user does not have.
        let equal = Fixed(values: [Double](repeating: 1, count: 62))
        #expect(evaluation.test(equal, name: "x") == ModelFigures(name: "x", recall: 1, ndcg: 1))
        // Item 28 at place 0, 27 at place 2, 29 beyond the twentieth.
        var values = [Double](repeating: 0, count: 62)
        values[28] = 9
        values[40] = 8
        values[27] = 7
        for item in 41..<61 { values[item] = 1 }
        let figures = evaluation.test(Fixed(values: values), name: "x")
        #expect(abs(figures.recall - 2.0 / 3) < 1e-12)
        #expect(abs(figures.ndcg - (1 + 1 / log2(4.0)) / (1 + 1 / log2(3.0) + 1 / log2(4.0))) < 1e-12)
    }

    @Test("for validation the test part is ranked like any other item")
    func validation() throws {
        let evaluation = try Self.evaluation()
        var values = [Double](repeating: 0, count: 62)
        for item in 27..<47 { values[item] = 1 }
        #expect(evaluation.validate(Fixed(values: values), name: "x").recall == 0)
        values[25] = 2
        #expect(abs(evaluation.validate(Fixed(values: values), name: "x").recall - 1.0 / 3) < 1e-12)
    }

    @Test("a score that is no number is never among the best")
    func notANumber() {
        var best = BestItems(limit: 2)
        for (item, score) in ([.nan, 1, -.infinity, 1, 2] as [Double]).enumerated() { best.add(item, score) }
        #expect(best.entries.map(\.item) == [4, 1])
        var none = BestItems(limit: 0)
        none.add(0, 1)
        #expect(none.entries.isEmpty)
    }

    @Test("a neighbour's score is the cosine of the sets of users")
    func neighbours() throws {
        let graph = try InteractionTable(
            [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x"), ("d", "z")].map {
                Interaction(user: $0.0, item: $0.1, at: 0)
            }
        ).graph
        var scores = [0.0, 0, 0]
        ItemNeighbours(graph).score(2, into: &scores)
        #expect(scores[0] == 0)
        #expect(abs(scores[1] - 2 / 6.0.squareRoot()) < 1e-12)
        #expect(scores[2] == 0)
    }

    private static func decide(_ model: (Double, Double), neighbours: (Double, Double) = (0.2, 0.1)) -> Publication {
        Publication.decide([
            ModelFigures(name: ModelFigures.lightGCN, recall: model.0, ndcg: model.1),
            ModelFigures(name: ModelFigures.popularity, recall: 0.1, ndcg: 0.08),
            ModelFigures(name: ModelFigures.itemNeighbours, recall: neighbours.0, ndcg: neighbours.1),
        ])
    }

    @Test("a model is published only when both figures are above both baselines'")
    func publication() {
        #expect(Self.decide((0.21, 0.11)).isPublished)
        #expect(
            Self.decide((0.21, 0.11)).reason == "recall@20 0.2100 and ndcg@20 0.1100 are above both baselines")
        #expect(
            Self.decide((0.2, 0.11)).reason == "recall@20 0.2000 is not above item_neighbours's 0.2000")
        for worse in [(0.2, 0.2), (0.3, 0.1), (0.09, 0.3), (.nan, 0.3), (0.3, .nan)] {
            #expect(!Self.decide(worse).isPublished, "\(worse)")
        }
        #expect(!Self.decide((0.09, 0.11), neighbours: (0, 0)).isPublished)
        #expect(!Publication.decide([]).isPublished)
        #expect(!Publication.decide([ModelFigures(name: ModelFigures.lightGCN, recall: 1, ndcg: 1)]).isPublished)
    }
}
