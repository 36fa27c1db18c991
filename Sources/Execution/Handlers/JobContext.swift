public import Foundation
public import Jobs

/// What a handler knows of the job it runs.
public struct JobContext: Sendable {
    public let id: JobID
    public let tenant: UUID
    public let kind: JobKind
    /// 1 for the first.
    public let attempt: Int
    public let createdAt: Date
    /// When the time limit ends.
    public let deadline: ContinuousClock.Instant
    public let trace: TraceContext
    /// The batch whose member the job is: jobs that follow from its result may join it.
    public let batch: UUID?
    private let claim: Claim
    private let saved: [UInt8]?
    private let keeper: any CheckpointKeeper
    let stream: any StreamSink

    /// - Parameter trace: of this run; nil: as the job was enqueued.
    public init(
        _ job: ClaimedJob, trace: TraceContext? = nil, deadline: ContinuousClock.Instant, keeper: any CheckpointKeeper,
        stream: any StreamSink
    ) {
        id = job.claim.id
        tenant = job.tenant
        kind = job.kind
        attempt = job.attempt
        createdAt = job.createdAt
        self.deadline = deadline
        self.trace = trace ?? job.trace
        batch = job.batch
        claim = job.claim
        saved = job.checkpoint
        self.keeper = keeper
        self.stream = stream
    }

    /// What an earlier attempt saved last; nil when none did, or when what it saved has another shape by now.
    public func checkpoint<State: Decodable>(_ type: State.Type = State.self) -> State? {
        saved.flatMap { try? JSONDecoder.jobs.decode(type, from: Data($0)) }
    }

    /// Saves where the job is, so that the next attempt need not begin anew. Returns when it is durable.
    /// - Throws: `JobError` when the state has more than `Limits.checkpointBytes`; `ClaimLost` when the job has another
    ///   owner by now; `CancellationError` when the attempt was asked to stop meanwhile.
    public func save(_ state: some Encodable) async throws {
        let bytes = Array(try JSONEncoder.jobs.encode(state))
        if let objection = JobError.objection(to: bytes, as: .checkpoint) { throw objection }
        try await keeper.keep(Checkpoint(claim: claim, state: bytes))
    }
}
