public import Foundation

/// What a step did.
public enum CollectionStep: Sendable, Hashable {
    /// Another process is working on it, or it has to wait.
    case idle
    /// A lock was not to be had; it is tried again later.
    case blocked
    case made
    /// The last step: so many jobs are gone, and so many were kept.
    case finished(dropped: Int, kept: Int)
}

/// What retention finds in a part of the jobs.
public struct RetentionReport: Sendable {
    public let name: String
    public let from: Date
    public let to: Date
    /// About how many jobs it has, and how many of them are past their limits.
    public let jobs: Int
    public let past: Int

    public init(name: String, from: Date, to: Date, jobs: Int, past: Int) {
        self.name = name
        self.from = from
        self.to = to
        self.jobs = jobs
        self.past = past
    }
}
