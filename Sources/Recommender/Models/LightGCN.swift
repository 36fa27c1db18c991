import Foundation

/// LightGCN under training by Bayesian personalised ranking: one step an epoch over all pairs, each against one item that the user
/// does not have.
///
/// He and others: LightGCN, SIGIR 2020. Rendle and others: BPR, UAI 2009.
struct LightGCN {
    static let deviation: Float = 0.1
    /// Of the squared norm of the layer-0 vectors of each pair.
    static let decay: Float = 1e-4

    private let graph: InteractionGraph
    /// The weights of all pairs that have an alternative.
    private let pairWeight: Float
    private var propagation: Propagation
    private var optimizer: AdamOptimizer
    private var generator: SplitMix64
    /// Layer 0: users first, then items.
    private(set) var base: Embeddings
    /// What is served: the mean of the layers, as of the last `propagate`.
    private(set) var vectors: Embeddings
    private var slope: Embeddings
    private var baseSlope: Embeddings
    private var visits: [Float]

    init(_ graph: InteractionGraph, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let base = Embeddings(
            count: graph.users + graph.items, deviation: Self.deviation, from: &generator)
        self.init(graph, base: base, generator: generator)
    }

    init(_ graph: InteractionGraph, base: Embeddings, generator: SplitMix64) {
        self.graph = graph
        self.generator = generator
        self.base = base
        var weight: Float = 0
        for user in 0..<graph.users {
            let entries = graph.byUser.entries(of: user)
            if entries.count < graph.items { weight += graph.byUser.values[entries].reduce(0, +) }
        }
        pairWeight = weight
        propagation = Propagation(graph)
        optimizer = AdamOptimizer(count: base.count)
        vectors = Embeddings(count: base.count)
        slope = vectors
        baseSlope = vectors
        visits = [Float](repeating: 0, count: base.count)
    }

    /// Brings `vectors` up to date.
    mutating func propagate() { propagation.mean(of: base, into: &vectors) }

    /// One epoch, which is one step.
    mutating func train() {
        let (_, gradient) = lossAndGradient()
        let scale = Self.decay / max(pairWeight, .leastNormalMagnitude)
        for row in visits.indices { visits[row] *= scale }
        optimizer.step(&base, gradient: gradient, decay: visits)
    }

    /// The mean of `softplus(-(s⁺ - s⁻))` over the pairs, and its gradient by layer 0, without the decay.
    mutating func lossAndGradient() -> (loss: Float, gradient: Embeddings) {
        propagate()
        slope.reset()
        for row in visits.indices { visits[row] = 0 }
        var loss: Float = 0
        if pairWeight > 0 {
            for user in 0..<graph.users { loss += addPairs(of: user) }
        }
        propagation.mean(of: slope, into: &baseSlope)
        return (loss, baseSlope)
    }

    /// The share of a user's pairs in the loss; their slope is added.
    private mutating func addPairs(of user: Int) -> Float {
        let entries = graph.byUser.entries(of: user)
        let others = graph.items - entries.count
        guard others > 0 else { return 0 }
        var loss: Float = 0
        for entry in entries {
            let weight = graph.byUser.values[entry]
            let positive = graph.users + Int(graph.byUser.columns[entry])
            let negative = graph.users + item(number: generator.next(below: others), notIn: entries)
            let margin = vectors.dot(user, vectors, positive) - vectors.dot(user, vectors, negative)
            let share = weight / pairWeight
            // Far from zero exp would overflow.
            loss += share * (margin > 30 ? 0 : margin < -30 ? -margin : log1p(exp(-margin)))
            let coefficient = -share / (1 + exp(min(margin, 80)))
            let (u, p, n) = (
                user * Embeddings.lanesPerRow, positive * Embeddings.lanesPerRow, negative * Embeddings.lanesPerRow
            )
            for lane in 0..<Embeddings.lanesPerRow {
                let pull = coefficient * vectors.lanes[u + lane]
                slope.lanes[u + lane] += coefficient * (vectors.lanes[p + lane] - vectors.lanes[n + lane])
                slope.lanes[p + lane] += pull
                slope.lanes[n + lane] -= pull
            }
            visits[user] += weight
            visits[positive] += weight
            visits[negative] += weight
        }
        return loss
    }

    /// The item with this number among those that the row does not have. Each draw is used, however many items a user has.
    private func item(number: Int, notIn entries: Range<Int>) -> Int {
        // The first of the row's items with more than `number` others before it.
        var (low, high) = (entries.lowerBound, entries.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if Int(graph.byUser.columns[middle]) - (middle - entries.lowerBound) > number {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return number + low - entries.lowerBound
    }
}
