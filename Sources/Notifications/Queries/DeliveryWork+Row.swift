import Accounts
import Channels
import Contracts
import Foundation
import Postgres

extension DeliveryWork {
    init(_ row: Row) throws {
        let template = try row.decode("template", as: String?.self)
        let content: NotificationContent
        if let template {
            guard let known = Templates.named(template) else { throw UnreadableDelivery(what: "template \(template)") }
            let data = try row.decode("data", as: JSONText.self)
            content = .template(
                known, data: try JSONDecoder().decode([String: TemplateValue].self, from: Data(data.bytes)))
        } else {
            content = .plain(try PlainMessage(subject: row.decode("subject"), body: row.decode("body")))
        }
        guard let channel = Channel(rawValue: try row.decode("channel")),
            let severity = Severity(rawValue: try row.decode("severity"))
        else { throw UnreadableDelivery(what: "channel or severity") }
        let recipient = try row.decode("recipient", as: String.self)
        let userID = try row.decode("user_id", as: UUID?.self)
        let (name, locale) = (try row.decode("name", as: String?.self), try row.decode("locale", as: String?.self))
        let openUntil = try row.decode("open_until", as: Date?.self)
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"),
            notificationID: try row.decode("notification_id"), channel: channel, recipient: recipient, userID: userID,
            name: name, locale: locale, severity: severity, topic: content.topic,
            link: try row.decode("link", as: String?.self).flatMap { NotificationLink($0) },
            createdAt: try row.decode("created_at"), content: content,
            status: DeliveryStatus(rawValue: try row.decode("status")) ?? .unknown,
            person: Person(
                userID: userID, address: channel == .email ? try? MailAddress(recipient) : nil, name: name,
                locale: locale, preferences: try NotificationPreferences(row),
                unsubscriptions: try Unsubscriptions(row)),
            incidentKey: try row.decode("incident_key"), steps: Int(try row.decode("steps", as: Int64.self)),
            attempts: Int(try row.decode("attempts", as: Int64.self)), isCutOff: try row.decode("is_cut_off"),
            circuitOpenUntil: openUntil, hasCircuit: try row.decode("has_circuit"),
            formerStatus: try row.decode("former_status", as: String?.self).map {
                DeliveryStatus(rawValue: $0) ?? .unknown
            },
            digestID: try row.decode("digest_id"),
            endpoint: try WebhookEndpoint(ofDelivery: row))
    }
}

/// What another version of the program wrote.
struct UnreadableDelivery: Error {
    let what: String
}

extension WebhookEndpoint {
    fileprivate init?(ofDelivery row: Row) throws {
        guard let id = try row.decode("endpoint", as: UUID?.self) else { return nil }
        self.init(
            id: id, tenant: try row.decode("tenant"), url: try row.decode("url"), events: try row.decode("events"),
            description: try row.decode("description"), disabledAt: try row.decode("disabled_at"),
            disabledReason: try row.decode("disabled_reason"), failingSince: try row.decode("failing_since"),
            createdAt: try row.decode("endpoint_created_at"),
            secrets: [try row.decode("secret", as: String?.self), try row.decode("previous_secret", as: String?.self)]
                .compactMap(\.self))
    }
}
