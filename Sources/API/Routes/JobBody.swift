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
    private let timeout: Duration?
    private let maxAttempts: Int?
    private let uniqueKey: String?
    private let limitKey: String?
    private let tenant: UUID?

    private static let members = [
        "kind", "payload", "priority", "run_at", "timeout", "max_attempts", "unique_key", "limit_key", "tenant",
    ]

    init(_ json: JSONValue, kinds: [JobKind: JobDefinition]) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var fields = FieldReader(object)
        fields.refuseOthers(than: Self.members)
        let kind = fields.text("kind").map(JobKind.init(rawValue:))
        let definition = kind.flatMap { kinds[$0] }
        if definition == nil {
            let known = kinds.keys.map(\.rawValue).sorted().joined(separator: ", ")
            fields.reject("kind", kind == nil ? "is required; known are \(known)" : "is not known; known are \(known)")
        }
        payload = fields.payload("payload")
        priority = fields.integer("priority", in: 0...9) ?? NewJob.defaultPriority
        runAt = fields.date("run_at")
        timeout = fields.number("timeout", in: 0.001...(Limits.longestTimeout / .seconds(1))).map { .seconds($0) }
        maxAttempts = fields.integer("max_attempts", in: 1...Limits.mostAttempts)
        uniqueKey = fields.key("unique_key")
        limitKey = fields.key("limit_key")
        tenant = fields.uuid("tenant")
        guard fields.errors.isEmpty, let definition else { throw .invalid(fields.errors) }
        self.definition = definition
    }

    func job(id: JobID, principal: Principal, trace: TraceContext) -> NewJob {
        // What is due already needs no waiting room.
        let waits = runAt.map { $0 > Date() } ?? false
        var job = NewJob(
            id: id, tenant: tenant ?? principal.tenant, definition: definition, payload: payload,
            priority: priority, runAt: waits ? runAt : nil, trace: trace)
        if let timeout { job.timeout = timeout }
        if let maxAttempts { job.maxAttempts = maxAttempts }
        job.uniqueKey = uniqueKey
        job.limitKey = limitKey
        return job
    }
}
