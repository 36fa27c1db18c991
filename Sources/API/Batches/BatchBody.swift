import Accounts
import Foundation
import HTTPServer
import Jobs

/// The member `batch` of `POST /jobs/batch`: the jobs of the request become members of a batch.
struct BatchBody {
    private let name: String?
    private let tenant: UUID?
    private let callback: JobBody?

    /// nil when the request makes no batch.
    init?(_ json: JSONValue, kinds: [JobKind: JobDefinition]) throws(Problem) {
        guard let member = json["batch"], member != .null else { return nil }
        guard let object = member.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "/batch", message: "should be an object")])
        }
        var fields = FieldReader(object)
        fields.refuseOthers(than: ["name", "callback", "tenant"])
        name = fields.line("name", atMost: Limits.batchNameBytes)
        tenant = fields.uuid("tenant")
        var callback: JobBody?
        var errors = FieldErrors()
        errors.add(fields.errors.list, at: "/batch")
        if let body = object["callback"], body != .null {
            do {
                callback = try JobBody(body, kinds: kinds, isTied: false)
            } catch {
                errors.add(error.errors, at: "/batch/callback")
            }
            for name in ["unique_key", "unique_for", "run_at", "tenant"] where body[name] ?? .null != .null {
                errors.add("/batch/callback/\(name)", "is not for a callback: it runs when its batch ends")
            }
        }
        self.callback = callback
        guard errors.isEmpty else { throw .invalid(errors) }
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
