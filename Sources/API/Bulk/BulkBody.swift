import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// The body of `POST /jobs/retry` and `POST /jobs/cancel`: which jobs, how fast, how many.
struct BulkBody {
    struct Members: FieldSet {
        let filter = Field.any("filter", schema: BulkFilterBody.Members.schema())
        let rate = Field.integer("rate", in: 1...100_000)
        let limit = Field.integer("limit", in: 1...1_000_000_000)
    }

    private static let members = Members()
    private static let names = Members.names()

    private let action: BulkOperation.Action
    private let filter: JobFilter
    private let rate: Int?
    private let limit: Int?

    init(_ json: JSONValue, action: BulkOperation.Action, principal: Principal) throws(Problem) {
        self.action = action
        var fields = try FieldReader(json, of: Self.names)
        let isNamed = fields.read(Self.members.filter)?.objectValue?.contains { $0.value != .null } ?? false
        guard isNamed else {
            let known = BulkFilterBody.names.joined(separator: ", ")
            fields.reject(Self.members.filter, "should name at least one of \(known): all jobs are not meant")
            throw .invalid(fields.errors)
        }
        let body = fields.nested(Self.members.filter) { json throws(Problem) in
            try BulkFilterBody(json, action, principal)
        }
        rate = fields.read(Self.members.rate)
        limit = fields.read(Self.members.limit)
        guard fields.errors.isEmpty, let body else { throw .invalid(fields.errors) }
        filter = body.filter
    }

    func operation(id: UUID) -> BulkOperation {
        BulkOperation(id: id, action: action, filter: filter, rate: rate, limit: limit)
    }
}

extension BulkBody {
    static var schema: Schema { Members.schema(required: ["filter"]) }
    static let example = #"{"filter": {"kind": "bench.fail", "created_after": "2026-11-01T09:00:00Z"}, "rate": 50}"#
}
