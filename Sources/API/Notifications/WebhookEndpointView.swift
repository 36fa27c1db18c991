import Foundation
import HTTPServer
import JSON
import Notifications

/// An endpoint as its tenant sees it.
struct WebhookEndpointView: Encodable, Sendable {
    let id: UUID
    let url: String
    let events: [String]
    let description: String?
    let enabled: Bool
    let disabledReason: String?
    let disabledAt: Date?
    let failingSince: Date?
    let createdAt: Date

    init(_ endpoint: WebhookEndpoint) {
        id = endpoint.id
        url = endpoint.url
        events = endpoint.events
        description = endpoint.description
        enabled = endpoint.isEnabled
        disabledReason = endpoint.disabledReason
        disabledAt = endpoint.disabledAt
        failingSince = endpoint.failingSince
        createdAt = endpoint.createdAt
    }

    /// With its secret, when that is new: no other answer holds it.
    struct WithSecret: Encodable, Sendable {
        let id: UUID
        let url: String
        let events: [String]
        let description: String?
        let enabled: Bool
        let disabledReason: String?
        let createdAt: Date
        let secret: String

        init(_ endpoint: WebhookEndpoint, secret: String) {
            id = endpoint.id
            url = endpoint.url
            events = endpoint.events
            description = endpoint.description
            enabled = endpoint.isEnabled
            disabledReason = endpoint.disabledReason
            createdAt = endpoint.createdAt
            self.secret = secret
        }
    }

    static func link(to id: UUID) -> Link { Link("/webhook-endpoints/\(id.uuidString.lowercased())") }
}
