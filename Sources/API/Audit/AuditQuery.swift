import Accounts
import Foundation
import HTTPServer
import Storage

/// Which events a list shows: the query of `GET /audit`.
enum AuditQuery {
    struct Parameters: FieldSet {
        let actor = Field.uuid("actor", "a user's id")
        let action = Field.text("action", atMost: 100)
        let objectType = Field.text("object_type", atMost: 100)
        let objectID = Field.text("object_id", atMost: 200)
        let tenant = Field.uuid("tenant")
    }

    private static let parameters = Parameters()
    static let names = Parameters.names()

    static func filter(_ request: HTTPRequest, for principal: Principal) throws(Problem) -> AuditEvent.Filter {
        var filter = AuditEvent.Filter()
        filter.actor = try request.query(parameters.actor)
        filter.action = try request.query(parameters.action)
        filter.objectType = try request.query(parameters.objectType)
        filter.objectID = try request.query(parameters.objectID)
        if filter.objectID != nil, filter.objectType == nil {
            throw .badRequest("object_id needs the object_type whose id it is.")
        }
        filter.tenant = try request.query(parameters.tenant)
        if let tenant = filter.tenant, !principal.seesEverybody, tenant != principal.tenant {
            throw .badRequest("tenant should be your own account.")
        }
        return filter
    }
}
