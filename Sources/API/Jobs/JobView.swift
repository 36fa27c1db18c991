import Foundation
import HTTPServer
import JSON
import Jobs

/// A job as callers see it.
struct JobView: Encodable, Sendable {
    let id: String
    let tenant: UUID
    let kind: JobKind
    let queue: QueueName
    let status: JobStatus
    let priority: Int
    let progress: Progress
    let attempt: Int
    let maxAttempts: Int
    let errors: Int
    let crashes: Int
    /// Seconds.
    let timeout: Double
    let createdAt: Date
    let runAt: Date?
    let startedAt: Date?
    let finishedAt: Date?
    let error: JobError?
    @OmittedWhenNil var result: RawJSON?
    let batchID: UUID?
    let attempts: [Attempt]
    @OmittedWhenNil var after: [String]?
    /// While it is open: why it is not done.
    @OmittedWhenNil var why: WhyView?

    /// - Parameter reported: what the handler said of its progress; `.unknown` when Redis did not answer.
    init(_ job: JobRecord, reported: ProgressState = .nothing, why: JobDiagnosis? = nil) {
        self.init(job, reported: reported, why: why, result: job.result.map { RawJSON($0) } ?? .null)
    }

    /// As a list shows it: without its result, which may be large.
    static func listed(_ job: JobRecord) -> JobView { JobView(job, reported: .nothing, why: nil, result: nil) }

    private init(_ job: JobRecord, reported: ProgressState, why: JobDiagnosis?, result: RawJSON?) {
        id = "\(job.id)"
        tenant = job.tenant
        kind = job.kind
        queue = job.queue
        // A worker has it, and its claim may not be written yet.
        let isTaken = why == .taken
        status = isTaken ? .running : job.status
        priority = job.priority
        progress = Progress(of: job, reported)
        attempt = isTaken ? job.attempt + 1 : job.attempt
        maxAttempts = job.maxAttempts
        errors = job.errors
        crashes = job.crashes
        timeout = job.timeout / .seconds(1)
        createdAt = job.createdAt
        runAt = job.runAt
        startedAt = job.startedAt
        finishedAt = job.finishedAt
        error = job.error
        self.result = result
        batchID = job.batch
        attempts = job.attempts.map { Attempt($0) }
        after = job.after.map { $0.map { "\($0.id)" } }
        self.why = why.map { WhyView($0) }
    }

    /// How far it is.
    struct Progress: Encodable, Sendable {
        /// nil when Redis did not answer.
        let percent: Double?
        let message: String?

        /// Without the handler's own word: nothing before the end, everything at it.
        init(of job: JobRecord, _ reported: ProgressState) {
            switch reported {
            case .unknown: (percent, message) = (nil, nil)
            case .word(let progress): (percent, message) = (progress.percent, progress.message)
            case .nothing: (percent, message) = (job.status == .succeeded ? 100 : 0, nil)
            }
        }
    }

    /// One attempt.
    struct Attempt: Encodable, Sendable {
        let attempt: Int
        let startedAt: Date?
        let finishedAt: Date?
        let durationMs: Int?
        let ended: AttemptEnd?
        let error: JobError?
        let workerSession: UUID?

        init(_ record: AttemptRecord) {
            attempt = record.attempt
            startedAt = record.startedAt
            finishedAt = record.finishedAt
            ended = record.end
            error = record.error
            workerSession = record.session
            var milliseconds: Int?
            if let start = record.startedAt, let end = record.finishedAt {
                milliseconds = max(0, Int(exactly: (end.timeIntervalSince(start) * 1000).rounded()) ?? 0)
            }
            durationMs = milliseconds
        }
    }
}
