public import Flotilla
public import Foundation

/// Runs jobs where a test stands: no server, no worker, no waiting. What handlers return is decided as in a worker;
/// retries run at once, snoozed jobs too, and jobs that follow from a result run after it.
///
/// It holds no time limit and writes no effects: they are kept with the job, to be looked at.
public actor InlineFleet {
    private let handlers: HandlerRegistry
    let minter = JobIDMinter()
    var jobs: [JobID: InlineJob] = [:]
    private(set) var order: [JobID] = []
    var batches: [UUID: InlineBatch] = [:]

    /// More runs than this in one `runAll` mean that something never ends.
    public static let mostRuns = 10_000

    public init(_ handlers: any JobHandler...) {
        self.handlers = HandlerRegistry(handlers)
    }

    /// Keeps a job until `runAll`.
    @discardableResult
    public func enqueue(
        _ payload: some JobPayload, for tenant: UUID = UUID(), _ options: JobOptions = JobOptions()
    ) throws -> JobID {
        let job = try NewJob(id: minter.mint(), tenant: tenant, payload: payload, options)
        keep(job)
        return job.id
    }

    /// Enqueues a job and runs it, and whatever follows from it, to the end.
    @discardableResult
    public func run(
        _ payload: some JobPayload, for tenant: UUID = UUID(), _ options: JobOptions = JobOptions()
    ) async throws -> InlineJob {
        let id = try enqueue(payload, for: tenant, options)
        try await runAll()
        return try job(id)
    }

    /// Runs every open job to its end, oldest first.
    /// - Throws: `Unmet` when that never happens.
    public func runAll() async throws {
        for _ in 0..<Self.mostRuns {
            try endBatches()
            guard let id = order.first(where: { jobs[$0]?.status.isSettled == false && !isWaiting($0) }) else {
                guard let stuck = order.first(where: { jobs[$0]?.status.isSettled == false }) else { return }
                throw Unmet("job \(stuck) waits for a job that is not there, or for itself")
            }
            await attempt(id)
        }
        throw Unmet("jobs still want to run after \(Self.mostRuns) runs")
    }

    /// Runs one attempt of a job.
    @discardableResult
    public func runOnce(_ id: JobID) async throws -> InlineJob {
        let job = try job(id)
        guard !job.status.isSettled else { throw Unmet("job \(id) is \(job.status.rawValue) already") }
        guard !isWaiting(id) else { throw Unmet("job \(id) waits for others") }
        await attempt(id)
        return try self.job(id)
    }

    public func job(_ id: JobID) throws -> InlineJob {
        guard let job = jobs[id] else { throw Unmet("there is no job \(id)") }
        return job
    }

    /// Every job of a kind, oldest first.
    public func jobs<Payload: JobPayload>(of type: Payload.Type) -> [InlineJob] {
        order.compactMap { jobs[$0] }.filter { $0.kind == type.definition.kind }
    }

    func keep(_ job: NewJob) {
        jobs[job.id] = InlineJob(job)
        order.append(job.id)
        settleDependents()
    }

    private func attempt(_ id: JobID) async {
        guard var job = jobs[id] else { return }
        let box = CheckpointBox(job.checkpointBytes)
        let words = ReportedProgress()
        let settlement = await JobRun.inline(job.begin(), by: handlers, keeper: box, stream: words)
        job.end(settlement, checkpoint: box.state, progress: words.progress, chunks: words.chunks)
        jobs[id] = job
        settleDependents()
        for followUp in settlement.followUps { keep(followUp) }
    }
}
