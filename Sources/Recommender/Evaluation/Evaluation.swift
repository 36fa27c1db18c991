import Foundation

/// Ranks all items for each user, as serving does, and looks where the held-out ones are.
///
/// Never against a sample of items: such figures do not order models as the full ranking does (Krichene, Rendle, KDD 2020).
struct Evaluation {
    /// The k of recall@k and ndcg@k.
    static let cutoff = 20

    let split: DataSplit
    /// 1 / log2(place + 2) for the places from 0.
    private let discounts = (0..<Self.cutoff).map { 1 / log2(Double($0 + 2)) }

    init(_ split: DataSplit) { self.split = split }

    func validate(_ scorer: some ItemScorer, name: String) -> ModelFigures {
        figures(of: scorer, name: name, held: split.valid, known: nil)
    }

    func test(_ scorer: some ItemScorer, name: String) -> ModelFigures {
        figures(of: scorer, name: name, held: split.test, known: split.valid)
    }

    /// - Parameter known: what is not ranked, beside what was trained on.
    private func figures(of scorer: some ItemScorer, name: String, held: [[Int32]], known: [[Int32]]?) -> ModelFigures {
        var scores = [Double](repeating: 0, count: split.train.items)
        var (recall, ndcg, users) = (0.0, 0.0, 0.0)
        for (user, held) in held.enumerated() where !held.isEmpty {
            scorer.score(user, into: &scores)
            for item in split.train.byUser.columns(of: user) { scores[Int(item)] = -.infinity }
            for item in known?[user] ?? [] { scores[Int(item)] = -.infinity }
            var best = BestItems(limit: Self.cutoff)
            for item in scores.indices { best.add(item, scores[item]) }
            var (hits, gain) = (0.0, 0.0)
            for (place, entry) in best.entries.enumerated() where held.contains(Int32(entry.item)) {
                hits += 1
                gain += discounts[place]
            }
            recall += hits / Double(held.count)
            ndcg += gain / discounts.prefix(held.count).reduce(0, +)
            users += 1
        }
        return ModelFigures(name: name, recall: users > 0 ? recall / users : 0, ndcg: users > 0 ? ndcg / users : 0)
    }
}
