import Foundation
import Jobs
import Postgres

/// The columns of what a claim answers. The statement lists them, and rows are read, by this one order.
enum ClaimedColumn: Int, CaseIterable {
    case id, token, tenant, kind, queue, payload, attempt, errors, crashes, maxAttempts, timeout, isUnique, checkpoint
    case createdAt, readyAt, expiresAt, traceParent, requestID, batch, isLimited, readAt, carried

    /// No payload that was accepted is larger in PostgreSQL's own form, which puts a space after each comma and colon. What
    /// came into the table by another way may be, and no executor has to hold it.
    private static let mostPayload = Int32(4 * Limits.payloadBytes)
    /// Bytes as stored that need no measuring.
    private static let smallPayload: Int32 = 1000

    /// The payload of a row `job`; null when it is larger than any that is accepted.
    static let boundedPayload: Query = """
        case when pg_column_size(job.payload) <= \(smallPayload) or octet_length(job.payload::text) <= \(mostPayload)
            then job.payload end
        """

    /// What follows `returning`, of a row `job`.
    static func list(alone: Bool, underLimits: Bool) -> Query { lists[alone ? 1 : 0][underLimits ? 1 : 0] }

    /// What follows `select`, of a row `job` that was never claimed.
    static let unclaimedList = joined { column in
        switch column {
        case .token: "null::bigint"
        case .attempt: "1"
        case .isLimited: "false"
        case .readAt: "now()"
        default: column.expression(alone: false, isLimited: "false")
        }
    }

    /// Put together once, and not with every claim.
    private static let lists: [[Query]] = [false, true].map { alone in
        [false, true].map { underLimits in
            joined { $0.expression(alone: alone, isLimited: underLimits ? PostgresJobStore.isLimited : "false") }
        }
    }

    private static func joined(_ expression: (Self) -> Query) -> Query {
        let expressions = allCases.map(expression)
        return expressions.dropFirst().reduce(expressions[0]) { "\($0), \($1)" }
    }

    private func expression(alone: Bool, isLimited: Query) -> Query {
        switch self {
        case .id: "job.id"
        case .token: "job.token"
        case .tenant: "job.tenant"
        case .kind: "job.kind"
        case .queue: "job.queue"
        case .payload:
            // A suspect's payload goes only to where the job is alone.
            """
            case when job.crashes >= \(Int32(ClaimedJob.suspicion)) and not \(alone) then null else \(Self.boundedPayload) end
            """
        case .attempt: "job.attempt"
        case .errors: "job.errors"
        case .crashes: "job.crashes"
        case .maxAttempts: "job.max_attempts"
        case .timeout: "job.timeout_ms"
        case .isUnique: "job.unique_key is not null"
        case .checkpoint: "job.checkpoint"
        case .createdAt: "job.created_at"
        case .readyAt: "greatest(job.created_at, job.run_at)"
        case .expiresAt: "job.expires_at"
        case .traceParent: "job.trace_parent"
        case .requestID: "job.request_id"
        case .carried: "job.trace_carried"
        case .batch: "job.batch_id"
        case .isLimited: isLimited
        case .readAt: "null::timestamptz"
        }
    }
}

extension Row {
    fileprivate func decode<Value: PostgresDecodable>(
        _ column: ClaimedColumn, as type: Value.Type = Value.self
    ) throws -> Value {
        try decode(column.rawValue, as: type)
    }
}

extension ClaimedJob {
    /// Of a claim.
    init(row: Row) throws {
        let claim = Claim(
            id: JobID(try row.decode(.id, as: UUID.self)),
            token: ClaimToken(try row.decode(.token, as: Int64.self)))
        try self.init(row: row, claim: claim, start: nil)
    }

    /// Of a job that was only read.
    /// - Parameter tokens: with which it will be settled.
    /// - Returns: nil for a row that was not asked for.
    init?(row: Row, tokens: [JobID: ClaimToken], session: WorkerSession.ID) throws {
        let id = JobID(try row.decode(.id, as: UUID.self))
        guard let token = tokens[id] else { return nil }
        let start = UnclaimedStart(session: session, time: try row.decode(.readAt, as: Date.self))
        try self.init(row: row, claim: Claim(id: id, token: token), start: start)
    }

    private init(row: Row, claim: Claim, start: UnclaimedStart?) throws {
        self.init(
            claim: claim,
            tenant: try row.decode(.tenant, as: UUID.self),
            kind: JobKind(rawValue: try row.decode(.kind, as: String.self)),
            queue: QueueName(rawValue: try row.decode(.queue, as: String.self)),
            payload: try row.decode(.payload, as: JSONText?.self)?.bytes ?? [],
            attempt: Int(try row.decode(.attempt, as: Int32.self)),
            errors: Int(try row.decode(.errors, as: Int32.self)),
            crashes: Int(try row.decode(.crashes, as: Int32.self)),
            maxAttempts: Int(try row.decode(.maxAttempts, as: Int32.self)),
            timeout: .milliseconds(Int(try row.decode(.timeout, as: Int32.self))),
            isUnique: try row.decode(.isUnique, as: Bool.self),
            checkpoint: try row.decode(.checkpoint, as: JSONText?.self)?.bytes,
            createdAt: try row.decode(.createdAt, as: Date.self),
            readyAt: try row.decode(.readyAt, as: Date.self),
            expiresAt: try row.decode(.expiresAt, as: Date?.self),
            trace: TraceContext(
                traceParent: try row.decode(.traceParent, as: String?.self),
                requestID: try row.decode(.requestID, as: String?.self),
                carried: try row.decode(.carried, as: String?.self)),
            batch: try row.decode(.batch, as: UUID?.self),
            isLimited: try row.decode(.isLimited, as: Bool.self),
            start: start)
    }
}
