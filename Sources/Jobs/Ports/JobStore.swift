import Foundation

/// Where jobs are kept, as a worker needs it. Implementations keep these promises (the store suite tests them):
/// a claim is given to one token at a time; a settlement whose token was replaced writes nothing at all.
public protocol JobStore: Sendable {
    /// Claims those of the jobs that may run now. Asking again with the same token gives the same answer, so that
    /// a caller whose answer was lost may repeat itself.
    /// - Parameters:
    ///   - durably: whether the claim must survive a crash of the database.
    ///   - alone: whether the jobs have an executor to themselves.
    func claim(
        _ claims: [Claim], for session: WorkerSession.ID, durably: Bool, alone: Bool
    ) async throws -> [ClaimedJob]

    /// Those of the jobs that were never claimed and are queued, to be begun with nothing written. Others may get them,
    /// too: the first settlement counts.
    /// - Parameter session: by which they are begun.
    func unclaimed(_ claims: [Claim], for session: WorkerSession.ID) async throws -> [ClaimedJob]

    /// Writes the settlements, each with its effects and follow-ups or not at all. Asking again after a lost answer
    /// gives the same answer.
    func settle(_ settlements: [Settlement]) async throws -> SettleReport

    /// Ends runs from outside: the executor is gone, over its limit, or was asked to requeue. Claims that were replaced
    /// meanwhile are left alone and missing in the answer. A crash and a time-out count also when the claim was not written.
    /// - Parameter alone: whether the job was the only one in an executor that crashed; then it is to blame.
    func end(_ claims: [Claim], as end: AttemptEnd, alone: Bool) async throws -> [EndedJob]

    /// How the dispatcher should hear of these jobs; settled and running ones are left out.
    func offers(of ids: [JobID]) async throws -> [Offer]

    /// Keeps where running jobs are, each for as long as its claim holds.
    /// - Returns: the claims that hold no more; nothing was written for them.
    func save(_ checkpoints: [Checkpoint]) async throws -> Set<Claim>
}

/// The state that a running job saved, in its kind's own form: the next attempt reads it.
public struct Checkpoint: Sendable {
    public let claim: Claim
    /// JSON, at most `Limits.checkpointBytes` long.
    public let state: [UInt8]

    public init(claim: Claim, state: [UInt8]) {
        self.claim = claim
        self.state = state
    }
}

/// An error of a store that says whether it was an outage or a refused statement.
public protocol StoreFailure: Error {
    /// Nothing took effect, and no statement can be expected to work just now.
    var isOutage: Bool { get }
}

/// What came of a batch of settlements.
public struct SettleReport: Sendable {
    public var committed: [Claim] = []
    /// The claim had been replaced: nothing was written.
    public var superseded: [Claim] = []
    /// The effects could not be written, so nothing was; with the reason, for the job's error.
    public var refused: [Claim: String] = [:]
    /// Stopped at a limit or by a conflict that may be their own doing or the server's: nothing was written, and the same
    /// settlement may succeed later.
    public var held: [Claim] = []

    public init() {}
}

extension JobStore {
    /// Claims for an executor of many slots.
    public func claim(
        _ claims: [Claim], for session: WorkerSession.ID, durably: Bool
    ) async throws -> [ClaimedJob] {
        try await claim(claims, for: session, durably: durably, alone: false)
    }
}
