public import Flotilla
public import Foundation
import Synchronization

/// A job of an `InlineFleet`.
public struct InlineJob: Sendable {
    public let id: JobID
    public let tenant: UUID
    public let kind: JobKind
    public private(set) var status: JobStatus
    /// How each attempt ended, the first one first.
    public private(set) var attempts: [AttemptEnd] = []
    /// Why the last attempt did not succeed.
    public private(set) var error: JobError?
    /// Every progress report of the last attempt.
    public private(set) var progress: [JobProgress] = []
    /// What the job wanted written with its end.
    public private(set) var effects: [any Effect] = []
    private(set) var job: NewJob
    private var resultBytes: [UInt8]?
    private(set) var checkpointBytes: [UInt8]?
    private var chunkBytes: [[UInt8]] = []

    init(_ job: NewJob) {
        self.job = job
        id = job.id
        tenant = job.tenant
        kind = job.kind
        status = job.status
    }

    public func payload<Payload: JobPayload>(_ type: Payload.Type = Payload.self) throws -> Payload {
        try Payload(encoded: job.payload)
    }

    /// - Throws: `Unmet` when the job has no result, `DecodingError` when it has another shape.
    public func result<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        guard let resultBytes else { throw Unmet("job \(id) has no result: \(summary)") }
        return try JSONDecoder.jobs.decode(type, from: Data(resultBytes))
    }

    /// What the handler saved last; nil when it saved nothing.
    public func checkpoint<State: Decodable>(_ type: State.Type = State.self) throws -> State? {
        try checkpointBytes.map { try JSONDecoder.jobs.decode(type, from: Data($0)) }
    }

    /// Every chunk of the last attempt.
    /// - Throws: `DecodingError` when one has another shape.
    public func chunks<Chunk: Decodable>(_ type: Chunk.Type = Chunk.self) throws -> [Chunk] {
        try chunkBytes.map { try JSONDecoder.jobs.decode(type, from: Data($0)) }
    }

    /// Requires that the job has this status.
    /// - Throws: `Unmet`, which says how it stands.
    @discardableResult
    public func expect(_ status: JobStatus, error code: String? = nil, attempts count: Int? = nil) throws -> InlineJob {
        let isMet =
            self.status == status && (code == nil || error?.code == code)
            && (count == nil || attempts.count == count)
        guard isMet else {
            let wanted = [
                status.rawValue, code.map { "error \($0)" }, count.map { "\($0) attempts" },
            ].compactMap { $0 }.joined(separator: ", ")
            throw Unmet("job \(id) of \(kind) is \(summary); expected \(wanted)")
        }
        return self
    }

    private var summary: String {
        let ends = attempts.map(\.rawValue).joined(separator: ", ")
        return "\(status.rawValue) after [\(ends)]" + (error.map { ", \($0.code): \($0.message)" } ?? "")
    }

    /// A job that it follows failed or was cancelled.
    mutating func giveUp() {
        status = .cancelled
        error = JobError(code: "parent_failed", message: "A job that this one was to follow failed or was cancelled.")
    }

    mutating func replacePayload(_ payload: [UInt8]) { job.payload = payload }

    func begin() -> ClaimedJob {
        ClaimedJob(
            claim: Claim(id: id, token: .random()), tenant: tenant, kind: kind, queue: job.queue,
            payload: job.payload, attempt: attempts.count + 1, errors: attempts.count(where: \.countsAsError),
            crashes: 0, maxAttempts: job.maxAttempts, timeout: job.timeout, isUnique: job.uniqueKey != nil,
            checkpoint: checkpointBytes, createdAt: Date(), readyAt: Date(), expiresAt: job.expiresAt,
            trace: job.trace, batch: job.batch)
    }

    mutating func end(
        _ settlement: Settlement, checkpoint: [UInt8]?, progress: [JobProgress], chunks: [[UInt8]]
    ) {
        self.progress = progress
        chunkBytes = chunks
        status = settlement.transition.status
        attempts.append(settlement.transition.end)
        effects = settlement.effects
        checkpointBytes = checkpoint
        error = settlement.transition.error
        if case .succeeded(let result) = settlement.transition { resultBytes = result }
    }
}

/// An expectation that does not hold.
public struct Unmet: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Keeps one job's checkpoint.
final class CheckpointBox: CheckpointKeeper {
    private let box: Mutex<[UInt8]?>

    init(_ state: [UInt8]?) { box = Mutex(state) }

    var state: [UInt8]? { box.withLock { $0 } }

    func keep(_ checkpoint: Checkpoint) async throws {
        box.withLock { $0 = checkpoint.state }
    }
}
