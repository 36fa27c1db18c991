import Foundation

/// Adam (Kingma, Ba, ICLR 2015), with the learning rate that the reference was measured with.
struct AdamOptimizer {
    static let learningRate: Float = 0.05
    private static let firstDecay: Float = 0.9
    private static let secondDecay: Float = 0.999
    private static let epsilon: Float = 1e-8

    private var mean: Embeddings
    private var variance: Embeddings
    private var steps = 0

    init(count: Int) {
        mean = Embeddings(count: count)
        variance = mean
    }

    /// - Parameter decay: by row: how strongly the values are drawn to zero.
    mutating func step(_ values: inout Embeddings, gradient: Embeddings, decay: [Float]) {
        steps += 1
        let rate = Self.learningRate / (1 - pow(Self.firstDecay, Float(steps)))
        let correction = 1 / (1 - pow(Self.secondDecay, Float(steps)))
        for row in decay.indices {
            for place in row * Embeddings.lanesPerRow..<(row + 1) * Embeddings.lanesPerRow {
                let slope = gradient.lanes[place] + decay[row] * values.lanes[place]
                mean.lanes[place] = Self.firstDecay * mean.lanes[place] + (1 - Self.firstDecay) * slope
                variance.lanes[place] =
                    Self.secondDecay * variance.lanes[place] + (1 - Self.secondDecay) * slope * slope
                let deviation = (variance.lanes[place] * correction).squareRoot() + Self.epsilon
                values.lanes[place] -= rate * mean.lanes[place] / deviation
            }
        }
    }
}
