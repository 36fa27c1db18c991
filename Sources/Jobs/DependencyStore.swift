/// Where what follows from ends of jobs is done: their followers released or cancelled, their batches counted, the open
/// members of cancelled batches ended. All of it in bounded steps that any number of processes may make at once.
public protocol DependencyStore: Sendable {
    /// Which kinds of steps there are to make.
    func dependencyWork() async throws -> DependencyWork

    /// Makes one step of a kind.
    func makeStep(of work: DependencyWork) async throws -> DependencyStep
}

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
