import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// The member `batch` of `POST /jobs/batch`: the jobs of the request become members of a batch.
struct BatchBody {
    struct Members: FieldSet {
        let name = Field.line("name", atMost: Limits.batchNameBytes)
        let callback = Field.any("callback", schema: JobBody.schema(isTied: false))
        let tenant = Field.uuid("tenant")
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let notForCallbacks = ["unique_key", "unique_for", "run_at", "tenant"]

    private let name: String?
    private let tenant: UUID?
    private let callback: JobBody?

    init(_ json: JSONValue, kinds: [JobKind: JobDefinition]) throws(Problem) {
        var fields = try FieldReader(json, of: Self.names)
        name = fields.read(Self.members.name)
        tenant = fields.read(Self.members.tenant)
        callback = fields.nested(Self.members.callback) { json throws(Problem) in
            try JobBody(json, kinds: kinds, isTied: false)
        }
        let body = fields.read(Self.members.callback)
        fields.reject(
            Self.notForCallbacks.filter { body?[$0] ?? .null != .null }.map { name in
                Problem.FieldError(pointer: "/\(name)", message: "is not for a callback: it runs when its batch ends")
            }, at: "/callback")
        try fields.finish()
    }

    func owner(_ principal: Principal) -> UUID { tenant ?? principal.tenant }

    /// Members belong to the batch's tenant, and to no other batch.
    func objections(to members: [JobBody], principal: Principal) -> [Problem.FieldError] {
        let owner = owner(principal)
        return members.enumerated().flatMap { index, member in
            var errors: [Problem.FieldError] = []
            if let tenant = member.owner, tenant != owner {
                errors.append(
                    Problem.FieldError(
                        pointer: "/jobs/\(index)/tenant",
                        message: "should be the batch's, which is named in /batch/tenant"
                    ))
            }
            if member.joins != nil {
                errors.append(
                    Problem.FieldError(pointer: "/jobs/\(index)/batch", message: "is the one that the request makes"))
            }
            return errors
        }
    }

    func batch(id: UUID, callback callbackID: JobID, principal: Principal, trace: TraceContext) -> NewBatch {
        var job = callback?.job(id: callbackID, principal: principal, trace: trace)
        job?.tenant = owner(principal)
        return NewBatch(id: id, tenant: owner(principal), name: name, callback: job)
    }
}
