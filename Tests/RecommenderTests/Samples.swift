@testable import Recommender

/// Small data with a known shape.
enum Samples {
    static let limits = TrainingLimits(seconds: 120, bytes: 1 << 30)

    /// Users and items on a ring: each user has items near its own place, so that what is near is known over several steps, and
    /// all items are about as popular.
    static func ring(users: Int = 60, items: Int = 60, each: Int = 5, reach: Int = 9, seed: UInt64 = 1) -> [Interaction]
    {
        var generator = SplitMix64(seed: seed)
        return (0..<users).flatMap { user in
            (0..<each).map { step in
                let item = (user * items / users + generator.next(below: reach)) % items
                return Interaction(user: id("u", user), item: id("i", item), at: Int64(step))
            }
        }
    }

    static func id(_ prefix: String, _ number: Int) -> String {
        prefix + String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
    }

    /// Rows of 64 floats of which only the first are not 0.
    static func embeddings(_ rows: [[Float]]) -> Embeddings {
        var embeddings = Embeddings(count: rows.count)
        for (row, values) in rows.enumerated() {
            for (place, value) in values.enumerated() { embeddings.lanes[row * Embeddings.lanesPerRow][place] = value }
        }
        return embeddings
    }

    static func model(
        users: [String] = ["ada", "bob"], items: [String] = ["a", "b", "c"], popularity: [UInt32] = [3, 5, 0],
        vectors: [[Float]] = [[1, 0], [0, 1], [2, 0.5], [1, 3], [0, 0]]
    ) -> TrainedModel {
        TrainedModel(
            figures: [ModelFigures(name: ModelFigures.lightGCN, recall: 0.25, ndcg: 0.125)], users: users, items: items,
            popularity: popularity, vectors: embeddings(vectors))
    }
}
