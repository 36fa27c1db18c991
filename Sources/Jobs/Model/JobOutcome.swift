import Foundation

/// How a handler's attempt ended. One `switch` over it decides what is written.
public enum JobOutcome: Sendable {
    case succeeded(JobSuccess)
    /// Worth another attempt: after the kind's backoff, or after the time given. Counts as an error.
    case retry(JobError, after: Duration? = nil)
    /// Another attempt would end the same way: the job fails now, with what is worth keeping and what follows all the
    /// same.
    case discarded(JobError, effects: [any Effect] = [], followUps: [NewJob] = [])
    /// Not now: run again after the time given, without counting an error.
    case snoozed(until: Date, reason: String)
    /// Handed back unfinished (the worker stops): queued at once, nothing counted.
    case released
    case cancelled
}

/// What a successful attempt leaves behind. All of it commits in one transaction, or none.
public struct JobSuccess: Sendable {
    /// JSON, at most `Limits.resultBytes` long.
    public let result: [UInt8]
    public let effects: [any Effect]
    public let followUps: [NewJob]

    public init(result: [UInt8] = Array("{}".utf8), effects: [any Effect] = [], followUps: [NewJob] = []) {
        self.result = result
        self.effects = effects
        self.followUps = followUps
    }

    /// A result that has a type of its own.
    public init(_ result: some Encodable, effects: [any Effect] = [], followUps: [NewJob] = []) throws {
        self.init(result: Array(try JSONEncoder.jobs.encode(result)), effects: effects, followUps: followUps)
    }
}

/// Something that a handler wants written in the transaction of its result. What can be written is the store's
/// matter: it refuses an effect that it does not know.
public protocol Effect: Sendable {}

/// Bounds that hold for every job.
public enum Limits {
    public static let payloadBytes = 256 << 10
    public static let resultBytes = 1 << 20
    public static let checkpointBytes = 256 << 10
    public static let keyBytes = 200
    /// Of one chunk of a job's stream, as JSON.
    public static let chunkBytes = 32 << 10
    /// Characters of a progress message.
    public static let progressMessage = 200
    /// What is kept of the chunks of an attempt: the newest.
    public static let streamBytes = 512 << 10
    /// A stream is gone so long after its run last wrote to it, or ended.
    public static let streamLife = Duration.seconds(10 * 60)
    public static let batchJobs = 1000
    /// Jobs that one result brings along.
    public static let followUps = 1000
    /// Jobs that the jobs of one request, or of one result, follow: all together.
    public static let followed = 10_000
    public static let batchNameBytes = 200
    public static let longestUnique = Duration.seconds(30 * 24 * 3600)
    /// What comes due later stays away from the dispatcher.
    public static let horizon = Duration.seconds(15 * 60)
    public static let longestTimeout = Duration.seconds(24 * 3600)
    public static let mostAttempts = 100
}
