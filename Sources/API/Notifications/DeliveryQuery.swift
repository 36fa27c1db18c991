import Accounts
import Foundation
import HTTPServer
import Notifications

/// Which deliveries a list shows: the query of `GET /deliveries`.
enum DeliveryQuery {
    struct Parameters: FieldSet {
        let status: Field<DeliveryStatus> = .choice("status")
        let channel: Field<Channel> = .choice("channel")
        let tenant = Field.uuid("tenant")
    }

    private static let parameters = Parameters()
    private static let names = Parameters.names()

    static func filter(_ request: HTTPRequest, for principal: Principal) throws(Problem) -> DeliveryFilter {
        try request.allowQuery(names + ["limit", "cursor"])
        var filter = DeliveryFilter()
        filter.status = try request.query(parameters.status)
        filter.channel = try request.query(parameters.channel)
        filter.tenant = try request.query(parameters.tenant)
        if let tenant = filter.tenant, !principal.seesEverybody, tenant != principal.tenant {
            throw .badRequest("tenant should be your own account.")
        }
        return filter
    }
}
