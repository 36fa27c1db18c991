/// Whether a model is good enough to be served.
public struct Publication: Sendable, Equatable {
    public let isPublished: Bool
    /// For people: what was compared with what.
    public let reason: String

    /// A model is published only when both its figures are above those of every baseline.
    /// - Parameter figures: LightGCN's and the baselines', of the same split.
    public static func decide(_ figures: [ModelFigures]) -> Publication {
        guard let model = figures.first(where: { $0.name == ModelFigures.lightGCN }) else {
            return Publication(isPublished: false, reason: "no model was measured")
        }
        for name in [ModelFigures.popularity, ModelFigures.itemNeighbours] {
            guard let baseline = figures.first(where: { $0.name == name }) else {
                return Publication(isPublished: false, reason: "the baseline \(name) was not measured")
            }
            guard model.recall > baseline.recall else {
                return Publication(
                    isPublished: false,
                    reason: "recall@20 \(digits(model.recall)) is not above \(name)'s \(digits(baseline.recall))")
            }
            guard model.ndcg > baseline.ndcg else {
                return Publication(
                    isPublished: false,
                    reason: "ndcg@20 \(digits(model.ndcg)) is not above \(name)'s \(digits(baseline.ndcg))")
            }
        }
        return Publication(
            isPublished: true,
            reason: "recall@20 \(digits(model.recall)) and ndcg@20 \(digits(model.ndcg)) are above both baselines")
    }

    /// Four decimals.
    private static func digits(_ value: Double) -> String {
        guard value.isFinite, value >= 0, value <= 1 else { return "\(value)" }
        let digits = String(Int((value * 10_000).rounded()))
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return padded.dropLast(4) + "." + padded.suffix(4)
    }
}
