/// Kinds of steps.
public struct DependencyWork: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let dependencies = DependencyWork(rawValue: 1)
    public static let batches = DependencyWork(rawValue: 2)
    public static let cancellations = DependencyWork(rawValue: 4)
}

/// What came of a step.
public struct DependencyStep: Sendable {
    /// Whether there was anything that could be done.
    public let didWork: Bool
    /// Jobs that may run now or soon.
    public let released: [JobID]

    public init(didWork: Bool, released: [JobID] = []) {
        self.didWork = didWork
        self.released = released
    }
}
