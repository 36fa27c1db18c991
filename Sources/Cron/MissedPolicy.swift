/// What becomes of occurrences that were not fired in time.
public enum MissedPolicy: String, Sendable, Codable, CaseIterable {
    /// None of them is made up for.
    case skip
    /// The latest stands for all of them.
    case once
    /// Each is made up for, the oldest first, up to a bound: the latest so many.
    case all
}
