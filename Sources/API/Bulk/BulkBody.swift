import Accounts
import Foundation
import HTTPServer
import Jobs

/// The body of `POST /jobs/retry` and `POST /jobs/cancel`: which jobs, how fast, how many.
struct BulkBody {
    private let action: BulkOperation.Action
    private let filter: JobFilter
    private let rate: Int?
    private let limit: Int?

    private static let filters = [
        "status", "kind", "queue", "tenant", "created_before", "created_after", "error_code",
    ]

    init(_ json: JSONValue, action: BulkOperation.Action, principal: Principal) throws(Problem) {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        self.action = action
        var fields = FieldReader(object)
        fields.refuseOthers(than: ["filter", "rate", "limit"])
        rate = fields.integer("rate", in: 1...100_000)
        limit = fields.integer("limit", in: 1...1_000_000_000)
        guard let members = object["filter"]?.objectValue, members.contains(where: { $0.value != .null }) else {
            fields.reject(
                "filter", "should name at least one of \(Self.filters.joined(separator: ", ")): all jobs are not meant")
            throw .invalid(fields.errors)
        }
        var own = FieldReader(members)
        own.refuseOthers(than: Self.filters)
        filter = Self.filter(&own, action, principal)
        var errors = FieldErrors()
        errors.add(own.errors.list, at: "/filter")
        errors.add(fields.errors.list)
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    private static func filter(
        _ fields: inout FieldReader, _ action: BulkOperation.Action, _ principal: Principal
    ) -> JobFilter {
        var filter = JobFilter()
        if let name = fields.text("status") {
            filter.status = JobStatus(rawValue: name).flatMap { action.applies.contains($0) ? $0 : nil }
            if filter.status == nil {
                let known = action.applies.map(\.rawValue).sorted().joined(separator: ", ")
                fields.reject("status", "should be one of \(known): \(action.rawValue) changes no others")
            }
        }
        filter.kind = fields.text("kind").map(JobKind.init(rawValue:))
        filter.queue = fields.text("queue").map(QueueName.init(rawValue:))
        filter.tenant = fields.uuid("tenant")
        if let tenant = filter.tenant, !principal.seesEverybody, tenant != principal.tenant {
            fields.reject("tenant", "should be your own")
        }
        filter.createdBefore = fields.date("created_before")
        filter.createdAfter = fields.date("created_after")
        if let from = filter.createdAfter, let to = filter.createdBefore, from >= to {
            fields.reject("created_after", "should be earlier than created_before")
        }
        filter.errorCode = fields.text("error_code")
        return filter
    }

    func operation(id: UUID) -> BulkOperation {
        BulkOperation(id: id, action: action, filter: filter, rate: rate, limit: limit)
    }
}
