/// What a training gave.
public struct TrainingResult: Sendable {
    /// Trained on all interactions when it is published; otherwise it holds popularity alone, and can be served as that.
    public let model: TrainedModel
    /// LightGCN's and the baselines', on the last tenth of each user's interactions; empty when no user has three.
    public let figures: [ModelFigures]
    public let isPublished: Bool
    /// For people: why it is published, or why not.
    public let reason: String
}
