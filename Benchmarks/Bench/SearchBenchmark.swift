import Bare
import Vectors

/// The nearest of many vectors of 384 dimensions, as multilingual-e5-small has them: exact, over the bytes as PostgreSQL
/// gives them, beside the reading of the same bytes.
struct SearchBenchmark: Benchmark {
    private static let dimension = 384
    private static let sizes = [(10_000, "10k"), (100_000, "100k")]

    let name = "search"

    let figures = Self.sizes.flatMap { count, key in
        [
            FigureKind(
                key: key, title: "10 nearest of \(count) × \(Self.dimension)", unit: "ms", ceiling: "\(key)Ceiling"),
            FigureKind(key: "\(key)Ceiling", title: "the same bytes, read and added", unit: "ms"),
        ]
    }

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        for (count, key) in Self.sizes {
            let vectors = Self.vectors(count)
            let query =
                Array(repeating: 1, count: Self.dimension / 2)
                + Array(repeating: 0.5 as Float, count: Self.dimension / 2)
            var (sum, matches): (Float, [VectorMatch]) = (0, [])
            // The best of several: the first one finds the bytes in no cache.
            run.values["\(key)Ceiling"] = Self.milliseconds { sum += VectorCeiling.sum(of: vectors) }
            run.values[key] = try Self.milliseconds { matches = try VectorSearch.top(10, of: vectors, query: query) }
            run.check("\(count) vectors were read", sum.isFinite && sum != 0, "their sum is \(sum)")
            let isSorted = zip(matches, matches.dropFirst()).allSatisfy { $0.score >= $1.score }
            run.check("10 of \(count) were found", matches.count == 10 && isSorted, "\(matches.count)")
        }
        return run
    }

    private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        var best = Duration.seconds(3600)
        for _ in 0..<7 { best = min(best, try ContinuousClock().measure(body)) }
        return best / .milliseconds(1)
    }

    /// The same ones each time.
    private static func vectors(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * dimension * 4)
        var state: UInt32 = 1
        for _ in 0..<count {
            var vector: [Float] = []
            for _ in 0..<dimension {
                // Numerical Recipes' linear congruence.
                state = state &* 1_664_525 &+ 1_013_904_223
                vector.append(Float(state >> 8) / Float(1 << 24) - 0.45)
            }
            bytes += Vector.bytes(of: Vector.normalized(vector) ?? vector)
        }
        return bytes
    }
}
