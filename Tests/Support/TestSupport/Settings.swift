import Foundation

/// How big and how random: `FLOTILLA_TEST_FULL=1` (`./test --full`) takes the big sizes,
/// `FLOTILLA_TEST_SYSTEM=1` (`./test --system`) the drills of availability, `FLOTILLA_TEST_SEED=N` repeats what a test did with
/// the seed that it printed.
public enum Settings {
    private static let environment = ProcessInfo.processInfo.environment

    public static let isFull = environment["FLOTILLA_TEST_FULL"] == "1"
    /// Whether the drills of `./test --system` run.
    public static let isSystem = environment["FLOTILLA_TEST_SYSTEM"] == "1"
    public static let seed =
        environment["FLOTILLA_TEST_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    /// Where `./test` puts what the tests need of Python.
    public static let python = environment["FLOTILLA_TEST_VENV"].map { "\($0)/bin/python3" } ?? "python3"
    /// A folder that gets a new fixture of this version; the test that makes it is passed over without.
    public static let fixtureFolder = environment["FLOTILLA_TEST_FIXTURE"]

    public static func size<Value>(_ quick: Value, full: Value) -> Value { isFull ? full : quick }
}
