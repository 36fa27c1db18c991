import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// Which jobs a list shows: the query of `GET /jobs`.
enum JobListQuery {
    struct Parameters: FieldSet {
        let status: Field<JobStatus> = .choice("status")
        let kind = Field.kind("kind")
        let queue = Field.queue("queue")
        let tenant = Field.uuid("tenant")
        let createdBefore = Field.date("created_before")
        let createdAfter = Field.date("created_after")
        let errorCode = Field.text("error_code")
        let batch = Field.uuid("batch", "a batch's id")
        let limitKey = Field.key("limit_key")
        let uniqueKey = Field.key("unique_key")
        let requestID = Field.text("request_id", atMost: 200)
        let traceID = Field<String>(
            "trace_id", "32 hexadecimal digits in lower case", schema: .string(pattern: "^[0-9a-f]{32}$")
        ) { json in
            json.stringValue.flatMap { $0.wholeMatch(of: /[0-9a-f]{32}/) == nil ? nil : $0 }
        }
        let session = Field.uuid("worker_session", "the session of a worker")
    }

    private static let parameters = Parameters()
    private static let names = Parameters.names()
    /// What names a member of the payload: `payload.a.b`.
    private static let ofPayload = "payload."
    private static let mostConditions = 5
    private static let mostNames = 10

    static func filter(_ request: HTTPRequest, for principal: Principal) throws(Problem) -> JobFilter {
        try request.allowQuery(
            names + ["limit", "cursor"] + request.query.map(\.name).filter { $0.hasPrefix(ofPayload) })
        var filter = JobFilter()
        filter.status = try request.query(parameters.status)
        filter.kind = try request.query(parameters.kind)
        filter.queue = try request.query(parameters.queue)
        filter.tenant = try request.query(parameters.tenant)
        if let tenant = filter.tenant, !principal.seesEverybody, tenant != principal.tenant {
            throw .badRequest("tenant should be your own account.")
        }
        filter.createdBefore = try request.query(parameters.createdBefore)
        filter.createdAfter = try request.query(parameters.createdAfter)
        filter.errorCode = try request.query(parameters.errorCode)
        filter.batch = try request.query(parameters.batch)
        filter.limitKey = try request.query(parameters.limitKey)
        filter.uniqueKey = try request.query(parameters.uniqueKey)
        filter.requestID = try request.query(parameters.requestID)
        filter.traceID = try request.query(parameters.traceID)
        filter.session = try request.query(parameters.session)
        filter.payload = try payload(request, for: principal)
        return filter
    }

    private static func payload(
        _ request: HTTPRequest, for principal: Principal
    ) throws(Problem) -> [PayloadCondition]? {
        let items = request.query.filter { $0.name.hasPrefix(ofPayload) }
        guard !items.isEmpty else { return nil }
        // To ask is to see.
        guard principal.seesPayloads else {
            throw Problem(
                .forbidden, detail: "The role \(principal.role.rawValue) sees no payloads, and searches none.")
        }
        guard items.count <= mostConditions else {
            throw .badRequest("At most \(mostConditions) members of a payload can be asked for.")
        }
        var conditions: [PayloadCondition] = []
        for item in items {
            let path = item.name.dropFirst(ofPayload.count)
                .split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard path.count <= mostNames, path.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else {
                throw .badRequest(
                    "payload.… should name 1 to \(mostNames) members with points between, such as payload.user.id=7.")
            }
            conditions.append(PayloadCondition(path: path, value: item.value))
        }
        return conditions
    }
}
