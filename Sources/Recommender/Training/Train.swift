/// Trains LightGCN, compares it with popularity and item neighbours on the last tenth of each user's interactions, and, when it is
/// better than both, trains it again on all interactions for as many epochs as were best.
///
/// - Parameters:
///   - interactions: in any order; repeated ones count once.
///   - catalogue: items that may have no interaction yet; they are recommended last.
///   - seed: the same seed and interactions give the same model on the same kind of processor.
///   - isCancelled: asked before each epoch.
/// - Throws: what `TrainingError` lists.
public func train(
    _ interactions: [Interaction], catalogue: [String] = [], seed: UInt64, limits: TrainingLimits,
    isCancelled: () -> Bool = { false }
) throws(TrainingError) -> TrainingResult {
    var trainer = Trainer(limits)
    let table = try trainer.table(interactions, catalogue: catalogue)
    let graph = table.graph
    let split = DataSplit(table, .lastTenth)
    guard split.testedUsers > 0 else {
        return TrainingResult(
            model: TrainedModel(table, graph, vectors: nil, figures: []), figures: [], isPublished: false,
            reason: "no user has \(HoldOut.fewest) interactions, so nothing can be measured")
    }
    let comparison = try trainer.compare(split, seed: seed, isCancelled)
    let publication = Publication.decide(comparison.figures)
    let vectors =
        publication.isPublished
        ? try trainer.refit(graph, epochs: comparison.epochs, seed: seed, isCancelled) : nil
    return TrainingResult(
        model: TrainedModel(table, graph, vectors: vectors, figures: comparison.figures),
        figures: comparison.figures, isPublished: publication.isPublished, reason: publication.reason)
}
