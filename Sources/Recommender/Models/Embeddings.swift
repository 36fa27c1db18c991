/// Vectors of 64 floats, a row each, in lanes of 16.
///
/// Lanes of 16, since the compiler turns arithmetic of `SIMD16<Float>` into vector instructions, and that of `SIMD64` into calls
/// for each element, four hundred times as slow.
struct Embeddings: Sendable, Equatable {
    typealias Lane = SIMD16<Float>

    static let dimensions = 64
    static let lanesPerRow = dimensions / Lane.scalarCount
    static let bytesPerRow = dimensions * 4

    /// Row `r` is at `4 * r ..< 4 * r + 4`.
    var lanes: [Lane]

    /// Zeros.
    init(count: Int) { lanes = [Lane](repeating: .zero, count: count * Self.lanesPerRow) }

    /// Normally distributed, with this standard deviation.
    init(count: Int, deviation: Float, from generator: inout SplitMix64) {
        self.init(count: count)
        for place in lanes.indices {
            for scalar in lanes[place].indices { lanes[place][scalar] = deviation * generator.nextNormal() }
        }
    }

    var count: Int { lanes.count / Self.lanesPerRow }

    func dot(_ row: Int, _ other: Embeddings, _ otherRow: Int) -> Float {
        let (left, right) = (row * Self.lanesPerRow, otherRow * Self.lanesPerRow)
        var sum = lanes[left] * other.lanes[right]
        for lane in 1..<Self.lanesPerRow { sum += lanes[left + lane] * other.lanes[right + lane] }
        return sum.sum()
    }

    mutating func reset() {
        for place in lanes.indices { lanes[place] = .zero }
    }
}
