import Foundation

/// SplitMix64 (Steele, Lea, Flood, 2014): the same numbers for the same seed, on every machine.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Uniform in `0..<bound`, by multiplication (Lemire, 2019); the bias is under `bound` / 2^64.
    mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Of the standard normal distribution (Box and Muller, 1958).
    mutating func nextNormal() -> Float {
        let unit = 1 / Double(1 << 53)
        let radius = (-2 * log(Double((next() >> 11) + 1) * unit)).squareRoot()
        return Float(radius * cos(2 * .pi * Double(next() >> 11) * unit))
    }
}
