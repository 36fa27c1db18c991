import Accounts
import Fleet
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `POST /jobs`, with every mistake in it reported at once.
struct JobBody {
    /// What a schedule can say of its jobs too.
    struct Members: FieldSet {
        let kind = Field.kind("kind")
        let payload = Field.object("payload")
        let priority = Field.integer("priority", in: 0...9)
        let timeout = Field.seconds("timeout", atMost: Limits.longestTimeout)
        let maxAttempts = Field.integer("max_attempts", in: 1...Limits.mostAttempts)
        let uniqueKey = Field.key("unique_key")
        let uniqueFor = Field.seconds("unique_for", atMost: Limits.longestUnique)
        let limitKey = Field.key("limit_key")
        let tenant = Field.uuid("tenant")
    }

    struct Times: FieldSet {
        let runAt = Field.date("run_at", orNull: ", or null for now")
        let expiresAt = Field.date("expires_at", orNull: ", or null for never")
    }

    /// To other jobs.
    struct Ties: FieldSet {
        let afterFailed: Field<AfterFailed> = .choice("after_failed")
        let batch = Field.uuid("batch")
        /// What it may hold depends on the job's place in a list: `FieldReader.parents`.
        let after = Field.any("after", schema: .array(of: .string, 0...Limits.followed))
    }

    private static let members = Members()
    private static let times = Times()
    private static let ties = Ties()
    /// The names of what a schedule can say of its jobs too.
    static let ofSchedules = Members.names()
    private static let untied = Members.names() + Times.names()
    private static let all = untied + Ties.names()

    private let definition: JobDefinition
    private let payload: [UInt8]
    private let priority: Int
    private let runAt: Date?
    private let expiresAt: Date?
    private let timeout: Duration?
    private let maxAttempts: Int?
    private let uniqueKey: String?
    private let uniqueFor: Duration?
    private let limitKey: String?
    private let tenant: UUID?
    private let after: ParentList
    private let afterFailed: AfterFailed
    private let batch: UUID?

    /// - Parameters:
    ///   - index: the place in a list, whose earlier elements it may follow.
    ///   - isTied: whether it may follow others and join a batch.
    ///   - isScheduled: whether a schedule is to enqueue it.
    init(
        _ json: JSONValue, kinds: [JobKind: JobDefinition], index: Int = 0, isTied: Bool = true,
        isScheduled: Bool = false
    ) throws(Problem) {
        let (members, times, ties) = (Self.members, Self.times, Self.ties)
        var fields = try FieldReader(json, of: isTied ? Self.all : Self.untied)
        let kind = fields.read(members.kind)
        let definition = kind.flatMap { kinds[$0] }
        if definition == nil {
            let plain = kinds.keys.filter { Domains.route(for: $0, isScheduled: isScheduled) == nil }
            let known = plain.map(\.rawValue).sorted().joined(separator: ", ")
            fields.reject(
                members.kind, kind == nil ? "is required; known are \(known)" : "is not known; known are \(known)")
        }
        if let route = kind.flatMap({ Domains.route(for: $0, isScheduled: isScheduled) }) {
            fields.reject(members.kind, "has rows beside its job: ask for it by \(route)")
        }
        payload = fields.payload(members.payload)
        priority = fields.read(members.priority) ?? NewJob.defaultPriority
        runAt = fields.read(times.runAt)
        expiresAt = fields.read(times.expiresAt)
        if let expiresAt, expiresAt <= max(runAt ?? .distantPast, ServerClock.shared.now) {
            fields.reject(times.expiresAt, "should be later than now and than run_at: the job would never run")
        }
        timeout = fields.read(members.timeout)
        maxAttempts = fields.read(members.maxAttempts)
        uniqueKey = fields.read(members.uniqueKey)
        uniqueFor = fields.read(members.uniqueFor)
        if uniqueFor != nil, uniqueKey == nil { fields.reject(members.uniqueFor, "needs a unique_key that it holds") }
        limitKey = fields.read(members.limitKey)
        tenant = fields.read(members.tenant)
        after = fields.parents(ties.after, before: index)
        let policy = fields.read(ties.afterFailed)
        if policy != nil, after.isEmpty { fields.reject(ties.afterFailed, "needs jobs in after that it speaks of") }
        afterFailed = policy ?? .cancel
        batch = fields.read(ties.batch)
        guard fields.errors.isEmpty, let definition else { throw .invalid(fields.errors) }
        self.definition = definition
    }

    var owner: UUID? { tenant }
    var joins: UUID? { batch }
    /// The places of earlier jobs in the list that it follows.
    var follows: [Int] { after.indices }
    var followedCount: Int { after.count }
    var isUnique: Bool { uniqueKey != nil }

    /// - Parameter earlier: the jobs before it in a list.
    func job(id: JobID, principal: Principal, trace: TraceContext, earlier: [JobID] = []) -> NewJob {
        // What is due already needs no waiting room.
        let waits = runAt.map { $0 > ServerClock.shared.now } ?? false
        var job = NewJob(
            id: id, tenant: tenant ?? principal.tenant, definition: definition, payload: payload,
            priority: priority, runAt: waits ? runAt : nil, trace: trace)
        if let timeout { job.timeout = timeout }
        if let maxAttempts { job.maxAttempts = maxAttempts }
        job.expiresAt = expiresAt
        job.uniqueKey = uniqueKey
        job.uniqueFor = uniqueFor
        job.limitKey = limitKey
        job.after = after.ids(earlier: earlier)
        job.afterFailed = afterFailed
        job.batch = batch
        return job
    }
}

extension FieldReader {
    /// The payload as it will be stored; an empty object when there is none.
    mutating func payload(_ field: Field<JSONObject>) -> [UInt8] {
        let json = object[field.name] ?? .object([:])
        guard json.objectValue != nil else {
            reject(field, "should be \(field.expected)")
            return []
        }
        let bytes = json.serialized()
        let size = JSONSize(of: bytes)
        if size.bytes > Limits.payloadBytes {
            reject(field, "has \(size.bytes) bytes; \(Limits.payloadBytes) are allowed: store it and pass where it is")
        }
        // PostgreSQL cannot hold U+0000 in JSON.
        if size.holdsNull { reject(field, "holds the character U+0000, which cannot be stored") }
        return bytes
    }
}

extension JobBody {
    /// - Parameter isTied: whether it may follow others and join a batch.
    static func schema(isTied: Bool) -> Schema {
        Members.schema(with: isTied ? [Times.self, Ties.self] : [Times.self], required: ["kind"])
    }

    static var schema: Schema { schema(isTied: true) }
    static let example = #"{"kind": "bench.sleep", "payload": {"ms": 100}, "priority": 4, "max_attempts": 3}"#
}
