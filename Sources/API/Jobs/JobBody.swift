import Accounts
import Foundation
import HTTPServer
import Jobs

/// The body of `POST /jobs`, with everything that is wrong with it told at once.
struct JobBody {
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

    private static let members = [
        "kind", "payload", "priority", "run_at", "expires_at", "timeout", "max_attempts", "unique_key", "unique_for",
        "limit_key", "tenant",
    ]
    private static let ties = ["after", "after_failed", "batch"]

    /// - Parameters:
    ///   - index: the place in a list, whose earlier elements it may follow.
    ///   - isTied: whether it may follow others and join a batch.
    init(
        _ json: JSONValue, kinds: [JobKind: JobDefinition], index: Int = 0, isTied: Bool = true
    ) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var fields = FieldReader(object)
        fields.refuseOthers(than: Self.members + (isTied ? Self.ties : []))
        let kind = fields.text("kind").map(JobKind.init(rawValue:))
        let definition = kind.flatMap { kinds[$0] }
        if definition == nil {
            let known = kinds.keys.map(\.rawValue).sorted().joined(separator: ", ")
            fields.reject("kind", kind == nil ? "is required; known are \(known)" : "is not known; known are \(known)")
        }
        payload = fields.payload("payload")
        priority = fields.integer("priority", in: 0...9) ?? NewJob.defaultPriority
        runAt = fields.date("run_at")
        expiresAt = fields.date("expires_at")
        if let expiresAt, expiresAt <= max(runAt ?? .distantPast, ServerClock.shared.now) {
            fields.reject("expires_at", "should be later than now and than run_at: the job would never run")
        }
        timeout = fields.number("timeout", in: 0.001...(Limits.longestTimeout / .seconds(1))).map { .seconds($0) }
        maxAttempts = fields.integer("max_attempts", in: 1...Limits.mostAttempts)
        uniqueKey = fields.key("unique_key")
        uniqueFor = fields.number("unique_for", in: 0.001...(Limits.longestUnique / .seconds(1))).map { .seconds($0) }
        if uniqueFor != nil, uniqueKey == nil { fields.reject("unique_for", "needs a unique_key that it holds") }
        limitKey = fields.key("limit_key")
        tenant = fields.uuid("tenant")
        after = fields.parents("after", before: index)
        let policy = fields.choice("after_failed", of: AfterFailed.self)
        if policy != nil, after.isEmpty { fields.reject("after_failed", "needs jobs in after that it speaks of") }
        afterFailed = policy ?? .cancel
        batch = fields.uuid("batch")
        guard fields.errors.isEmpty, let definition else { throw .invalid(fields.errors) }
        self.definition = definition
    }

    /// The elements of `{"jobs": […]}`.
    /// - Parameter fewest: 0 for a batch that has a name, 1 otherwise.
    static func list(_ json: JSONValue, fewest: Int = 1) throws(Problem) -> [JSONValue] {
        guard let list = json["jobs"]?.arrayValue, (fewest...Limits.batchJobs).contains(list.count) else {
            throw .invalid([
                Problem.FieldError(
                    pointer: "/jobs", message: "should be a list of \(fewest) to \(Limits.batchJobs) jobs")
            ])
        }
        return list
    }

    /// The bodies of a list; an error says which of them it belongs to.
    static func batch(_ list: [JSONValue], kinds: [JobKind: JobDefinition]) throws(Problem) -> [JobBody] {
        var bodies: [JobBody] = []
        var errors = FieldErrors()
        for (index, element) in list.enumerated() where !errors.isFull {
            do {
                bodies.append(try JobBody(element, kinds: kinds, index: index))
            } catch {
                errors.add(error.errors, at: "/jobs/\(index)")
            }
        }
        if !errors.isFull { errors.add(objections(to: bodies)) }
        guard errors.isEmpty else { throw .invalid(errors) }
        return bodies
    }

    /// What only the whole list shows.
    private static func objections(to bodies: [JobBody]) -> [Problem.FieldError] {
        var errors: [Problem.FieldError] = []
        for (index, body) in bodies.enumerated() {
            // Bodies that were refused are missing here, and then their errors are told.
            for earlier in body.after.indices where bodies.indices.contains(earlier) {
                if bodies[earlier].uniqueKey != nil {
                    errors.append(
                        Problem.FieldError(
                            pointer: "/jobs/\(index)/after",
                            message: "#\(earlier) has a unique_key, so it may turn out to be another job"))
                }
            }
        }
        if bodies.reduce(0, { $0 + $1.after.count }) > Limits.followed {
            errors.append(
                Problem.FieldError(
                    pointer: "/jobs", message: "should name at most \(Limits.followed) jobs in all their after"))
        }
        return errors
    }

    var owner: UUID? { tenant }
    var joins: UUID? { batch }

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
