import Foundation

/// How big and how random: `FLOTILLA_TEST_FULL=1` (`./test --full`) takes the big sizes, `FLOTILLA_TEST_SEED=N` repeats
/// what a test did with the seed that it printed.
enum Settings {
    private static let environment = ProcessInfo.processInfo.environment

    static let isFull = environment["FLOTILLA_TEST_FULL"] == "1"
    static let seed = environment["FLOTILLA_TEST_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    /// Where `./test` puts what the tests need of Python.
    static let python = environment["FLOTILLA_TEST_VENV"].map { "\($0)/bin/python3" } ?? "python3"

    static func size<Value>(_ quick: Value, full: Value) -> Value { isFull ? full : quick }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
