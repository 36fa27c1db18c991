public import Jobs

/// Keeps the checkpoints of running jobs.
public protocol CheckpointKeeper: Sendable {
    /// Returns when the checkpoint will be found by the next attempt.
    /// - Throws: `ClaimLost`, `CancellationError`.
    func keep(_ checkpoint: Checkpoint) async throws
}

/// The job has another owner, or was ended: what this attempt still does is for nothing.
public struct ClaimLost: Error, CustomStringConvertible {
    public let description = "the job belongs to another attempt by now"

    public init() {}
}
