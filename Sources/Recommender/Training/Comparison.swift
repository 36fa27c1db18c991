/// The figures of LightGCN and the baselines on the test part of one split.
package struct Comparison: Sendable {
    package let figures: [ModelFigures]
    /// After how many LightGCN was best on the validation part.
    package let epochs: Int
}

/// What a training decides by, for any split: without the decision, and without the training over all interactions.
package func compare(
    _ interactions: [Interaction], _ holdOut: HoldOut, seed: UInt64, limits: TrainingLimits,
    isCancelled: () -> Bool = { false }
) throws(TrainingError) -> Comparison {
    var trainer = Trainer(limits)
    let table = try trainer.table(interactions, catalogue: [])
    return try trainer.compare(DataSplit(table, holdOut), seed: seed, isCancelled)
}
