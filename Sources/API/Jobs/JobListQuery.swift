import Accounts
import Foundation
import HTTPServer
import Jobs

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
    }

    private static let parameters = Parameters()
    static let names = Parameters.names()

    static func filter(_ request: HTTPRequest, for principal: Principal) throws(Problem) -> JobFilter {
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
        return filter
    }
}
