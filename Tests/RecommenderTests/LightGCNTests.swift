import Foundation
import Testing

@testable import Recommender

/// Two users, two items, edges u1-i1, u1-i2, u2-i2. The expected numbers are numpy's.
@Suite("LightGCN")
struct LightGCNTests {
    private static let graph = InteractionGraph(
        users: 2, items: 2,
        edges: [(0, 0), (0, 1), (1, 1)].map {
            InteractionTable.Edge(user: $0.0, item: $0.1, weight: 1, at: 0)
        })

    private static func model() -> LightGCN {
        LightGCN(
            graph, base: Samples.embeddings([[1, 0], [0, 1], [1, 1], [2, 0]]), generator: SplitMix64(seed: 1))
    }

    private static func expect(_ embeddings: Embeddings, _ rows: [[Float]]) {
        #expect(embeddings.count == rows.count)
        for (row, values) in rows.enumerated() {
            for place in 0..<Embeddings.dimensions {
                let lane = embeddings.lanes[row * Embeddings.lanesPerRow + place / 16]
                let expected = place < values.count ? values[place] : 0
                #expect(abs(lane[place % 16] - expected) < 0.000_000_6, "row \(row), column \(place)")
            }
        }
    }

    @Test("three layers of the small graph are those of numpy, to six digits")
    func forward() {
        var model = Self.model()
        model.propagate()
        Self.expect(
            model.vectors, [[1.309359, 0.397748], [0.769607, 0.4375], [0.861136, 0.4375], [1.244638, 0.397748]])
        #expect(abs(model.vectors.dot(1, model.vectors, 2) - 0.854142) < 0.000_000_6)
        #expect(abs(model.vectors.dot(1, model.vectors, 3) - 1.131897) < 0.000_000_6)
    }

    @Test("loss and gradient of the one pair with an alternative are those of numpy, to six digits")
    func backward() {
        // u1 has every item, so that u2's i2 over i1 is the only pair.
        var model = Self.model()
        let (loss, gradient) = model.lossAndGradient()
        #expect(abs(loss - 0.563883) < 0.000_000_6)
        Self.expect(
            gradient,
            [[-0.005286, 0.006815], [-0.143868, -0.040124], [0.084740, 0.055116], [-0.166936, -0.060530]])
    }

    @Test("the gradient is the slope of the loss, with weights")
    func slope() {
        let edges = [(0, 0, 2), (0, 1, 1), (1, 1, 4), (1, 2, 1), (2, 0, 1), (2, 3, 3)].map {
            InteractionTable.Edge(user: Int32($0.0), item: Int32($0.1), weight: Float($0.2), at: 0)
        }
        let graph = InteractionGraph(users: 3, items: 4, edges: edges)
        var seeds = SplitMix64(seed: 7)
        let base = Embeddings(count: 7, deviation: 0.3, from: &seeds)
        // The same generator draws the same alternatives.
        func loss(_ base: Embeddings) -> Float {
            var model = LightGCN(graph, base: base, generator: SplitMix64(seed: 3))
            return model.lossAndGradient().loss
        }
        var model = LightGCN(graph, base: base, generator: SplitMix64(seed: 3))
        let gradient = model.lossAndGradient().gradient
        #expect(gradient.lanes.contains { $0.max() > 0.02 })
        for place in stride(from: 0, to: base.lanes.count, by: 3) {
            let scalar = place % 16
            var (above, below) = (base, base)
            above.lanes[place][scalar] += 0.02
            below.lanes[place][scalar] -= 0.02
            let measured = (loss(above) - loss(below)) / 0.04
            #expect(abs(measured - gradient.lanes[place][scalar]) < 0.000_2, "lane \(place)")
        }
    }

    @Test("no pair has an alternative, no edge, no node: nothing moves and nothing traps")
    func degenerate() {
        let full = InteractionGraph(
            users: 1, items: 1, edges: [InteractionTable.Edge(user: 0, item: 0, weight: 1, at: 0)])
        for graph in [
            full, InteractionGraph(users: 3, items: 2, edges: []), InteractionGraph(users: 0, items: 0, edges: []),
        ] {
            var model = LightGCN(graph, seed: 1)
            let before = model.base
            for _ in 0..<3 { model.train() }
            #expect(model.base == before)
            #expect(model.base.lanes.allSatisfy { lane in lane.indices.allSatisfy { lane[$0].isFinite } })
        }
    }

    @Test("numbers stay finite when margins are far from zero")
    func extremes() {
        var model = LightGCN(
            Self.graph, base: Samples.embeddings([[1e4, 0], [1e4, 0], [1e4, 0], [-1e4, 0]]),
            generator: SplitMix64(seed: 1))
        #expect(model.lossAndGradient().loss.isFinite)
        for _ in 0..<5 { model.train() }
        #expect(model.base.lanes.allSatisfy { lane in lane.indices.allSatisfy { lane[$0].isFinite } })
    }

    @Test("the generator is SplitMix64, and the normal numbers have mean 0 and deviation 1")
    func generator() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect([generator.next(), generator.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
        let values = (0..<4000).map { _ in Double(generator.nextNormal()) }
        let mean = values.reduce(0, +) / 4000
        #expect(abs(mean) < 0.05)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4000 - 1) < 0.1)
        #expect(Set((0..<200).map { _ in generator.next(below: 5) }) == Set(0..<5))
    }
}
