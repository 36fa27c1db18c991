/// Where processes write down what happened to jobs.
public protocol ActivityStore: Sendable {
    /// Adds to what is there. A failure has added nothing, or all of it.
    func add(_ activity: ActivityCounts.Contents) async throws
}
