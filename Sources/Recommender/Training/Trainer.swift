/// One training within its limits: each step begins with a look at them.
struct Trainer {
    private let limits: TrainingLimits
    private let deadline: ContinuousClock.Instant
    private var epochs = 0

    init(_ limits: TrainingLimits) {
        self.limits = limits
        // Over a century a duration would overflow.
        deadline = .now + .seconds(max(0, min(limits.seconds, 3_000_000_000)))
    }

    /// - Throws: `cancelled`, `tookTooLong`.
    func check(_ isCancelled: () -> Bool) throws(TrainingError) {
        if isCancelled() { throw .cancelled }
        if ContinuousClock.now > deadline { throw .tookTooLong(seconds: limits.seconds, epochs: epochs) }
    }

    /// The table of the interactions, when there is memory for what follows.
    func table(_ interactions: [Interaction], catalogue: [String]) throws(TrainingError) -> InteractionTable {
        try demand(interactions.count, users: 0, items: 0)
        let users = Set(interactions.lazy.map(\.user)).count
        let items = Set(interactions.lazy.map(\.item)).union(catalogue).count
        try demand(interactions.count, users: users, items: items)
        return try InteractionTable(interactions, catalogue: catalogue)
    }

    private func demand(_ interactions: Int, users: Int, items: Int) throws(TrainingError) {
        let needed = MemoryEstimate.bytes(interactions: interactions, users: users, items: items)
        guard needed <= limits.bytes else { throw .needsMemory(needed: needed, allowed: limits.bytes) }
    }

    /// LightGCN and the baselines on the test part, each with what was best on the validation part.
    mutating func compare(_ split: DataSplit, seed: UInt64, _ isCancelled: () -> Bool) throws(TrainingError)
        -> Comparison
    {
        let evaluation = Evaluation(split)
        try check(isCancelled)
        let popularity = evaluation.test(Popularity(split.train), name: ModelFigures.popularity)
        try check(isCancelled)
        let neighbours = try neighbours(evaluation, isCancelled)
        let (vectors, epochs) = try fit(evaluation, seed: seed, isCancelled)
        let model = evaluation.test(
            VectorScorer(vectors: vectors, users: split.train.users), name: ModelFigures.lightGCN)
        return Comparison(figures: [model, popularity, neighbours], epochs: epochs)
    }

    private func neighbours(_ evaluation: Evaluation, _ isCancelled: () -> Bool) throws(TrainingError) -> ModelFigures {
        var neighbours = ItemNeighbours(evaluation.split.train)
        var best: (size: Int, recall: Double) = (0, -1)
        for size in ItemNeighbours.sizes {
            try check(isCancelled)
            neighbours.use(size)
            let recall = evaluation.validate(neighbours, name: ModelFigures.itemNeighbours).recall
            if recall > best.recall { best = (size, recall) }
        }
        neighbours.use(best.size)
        return evaluation.test(neighbours, name: ModelFigures.itemNeighbours)
    }

    /// The vectors that were best on the validation part, and after how many epochs that was.
    private mutating func fit(_ evaluation: Evaluation, seed: UInt64, _ isCancelled: () -> Bool)
        throws(TrainingError) -> (Embeddings, epochs: Int)
    {
        let graph = evaluation.split.train
        var model = LightGCN(graph, seed: seed)
        var best = model.base
        var stop = EarlyStop()
        for epoch in 1...EarlyStop.most where !stop.isOver {
            try check(isCancelled)
            model.train()
            epochs += 1
            guard epoch.isMultiple(of: EarlyStop.interval) else { continue }
            model.propagate()
            let scorer = VectorScorer(vectors: model.vectors, users: graph.users)
            if stop.note(evaluation.validate(scorer, name: ModelFigures.lightGCN).recall, after: epoch) {
                best = model.vectors
            }
        }
        return (best, stop.epochs)
    }

    /// The vectors after so many epochs over all interactions.
    mutating func refit(_ graph: InteractionGraph, epochs count: Int, seed: UInt64, _ isCancelled: () -> Bool)
        throws(TrainingError) -> Embeddings
    {
        var model = LightGCN(graph, seed: seed)
        for _ in 0..<count {
            try check(isCancelled)
            model.train()
            epochs += 1
        }
        model.propagate()
        return model.vectors
    }
}
