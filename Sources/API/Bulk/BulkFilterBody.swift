import Accounts
import Fleet
import HTTPServer
import JSON
import Jobs

/// Which jobs a bulk operation changes.
struct BulkFilterBody {
    struct Members: FieldSet {
        let status = Field.text("status")
        let kind = Field.kind("kind")
        let queue = Field.queue("queue")
        let tenant = Field.uuid("tenant")
        let createdBefore = Field.date("created_before")
        let createdAfter = Field.date("created_after")
        let errorCode = Field.text("error_code")
    }

    private static let members = Members()
    static let names = Members.names()

    private(set) var filter = JobFilter()

    init(_ json: JSONValue, _ action: BulkOperation.Action, _ principal: Principal) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        if let name = fields.read(members.status) {
            filter.status = JobStatus(rawValue: name).flatMap { action.applies.contains($0) ? $0 : nil }
            if filter.status == nil {
                let known = action.applies.map(\.rawValue).sorted().joined(separator: ", ")
                fields.reject(members.status, "should be one of \(known): \(action.rawValue) changes no others")
            }
        }
        filter.kind = fields.read(members.kind)
        filter.queue = fields.read(members.queue)
        filter.tenant = fields.read(members.tenant)
        if let tenant = filter.tenant, !principal.seesEverybody, tenant != principal.tenant {
            fields.reject(members.tenant, "should be your own")
        }
        filter.createdBefore = fields.read(members.createdBefore)
        filter.createdAfter = fields.read(members.createdAfter)
        if let from = filter.createdAfter, let to = filter.createdBefore, from >= to {
            fields.reject(members.createdAfter, "should be earlier than created_before")
        }
        filter.errorCode = fields.read(members.errorCode)
        if !principal.seesEverybody { filter.spared = Domains.operated }
        try fields.finish()
    }
}
