import Foundation
import HTTPServer
import JSON
import Storage

/// What was done to something, and by whom, as callers see it.
struct AuditView: Encodable, Sendable {
    let id: UUID
    let at: Date
    /// Whose the object is; nil: the fleet's own.
    let tenant: UUID?
    let actorID: UUID?
    /// The role by which it was done, or `flotilla NAME` for the admin command.
    let actor: String
    let action: String
    let objectType: String
    let objectID: String
    let before: RawJSON
    let after: RawJSON
    let requestID: String?

    init(_ event: AuditEvent) {
        id = event.id
        at = event.at
        tenant = event.tenant
        actorID = event.actorID
        actor = event.actor
        action = event.action
        objectType = event.objectType
        objectID = event.objectID
        before = event.before.map { RawJSON($0) } ?? .null
        after = event.after.map { RawJSON($0) } ?? .null
        requestID = event.requestID
    }
}
