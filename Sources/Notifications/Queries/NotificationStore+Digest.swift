import Contracts
import Foundation
import Jobs
import Postgres

extension NotificationStore {
    /// Deliveries that one mail takes along.
    private static let mostGathered: Int64 = 500

    /// Takes what waits for the same person on the same topic where a template says so, and begins an attempt for each that goes
    /// along. Of two that do so at once, each takes what the other did not. Attempts that were cut off get their outcome.
    /// - Returns: what the message is made of, in the order of its coming; empty when the delivery goes with another's.
    func beginDigest(of work: DeliveryWork) async throws -> [DigestPart] {
        let isLead: Query = "exists (select from flotilla.deliveries where id = \(work.id) and digest_id = \(work.id))"
        let rows = try await database.queries(
            (work.isCutOff ? [Self.cutOff(work)] : []) + [
                """
                update flotilla.deliveries set digest_id = id
                where id = \(work.id) and status = 'queued'
                    and coalesce(digest_id, id) in (id, \(work.digestID ?? work.id))
                """
            ] + (work.takesOthers ? [Self.taking(for: work, where: isLead)] : []) + [
                """
                insert into flotilla.delivery_attempts (delivery_id, number, tenant, channel)
                select id, 1 + coalesce(
                    (select max(number) from flotilla.delivery_attempts where delivery_id = delivery.id), 0), tenant, channel
                from flotilla.deliveries delivery
                where digest_id = \(work.id) and status = 'queued' and \(isLead)
                """,
                """
                select notification.data, notification.link
                from flotilla.deliveries delivery
                    join flotilla.notifications notification on notification.id = delivery.notification_id
                where delivery.digest_id = \(work.id) and delivery.status = 'queued' and \(isLead)
                order by delivery.id
                """,
            ], of: work.tenant)
        guard let parts = rows.last else { return [] }
        return try parts.map { row in
            let data = try row.decode("data", as: JSONText.self)
            return DigestPart(
                data: try JSONDecoder().decode([String: TemplateValue].self, from: Data(data.bytes)),
                link: try row.decode("link", as: String?.self).flatMap { NotificationLink($0) })
        }
    }

    private static func taking(for work: DeliveryWork, where isLead: Query) -> Query {
        """
        update flotilla.deliveries set digest_id = \(work.id)
        where \(isLead) and id in (
            select delivery.id
            from flotilla.deliveries delivery
                join flotilla.notifications notification on notification.id = delivery.notification_id
            where delivery.recipient = \(work.recipient) and delivery.tenant = \(work.tenant)
                and delivery.channel = 'email' and delivery.status = 'queued' and delivery.digest_id is null
                and notification.template = \(work.topic) and notification.severity <> 'P1'
                and (notification.send_at is null or notification.send_at <= now())
                and not exists (select from flotilla.delivery_attempts where delivery_id = delivery.id)
            order by delivery.id limit \(mostGathered) for update of delivery skip locked)
        """
    }

    /// The deliveries that end as this one does, over `flotilla.deliveries`: where it gathers, all that go with its mail.
    static func members(of work: DeliveryWork) -> Query {
        work.gathers ? "(id = \(work.id) or digest_id = \(work.id)) and status = 'queued'" : "id = \(work.id)"
    }

    /// Their attempts, over `flotilla.delivery_attempts`.
    static func attempts(of work: DeliveryWork) -> Query {
        work.gathers
            ? "delivery_id in (select id from flotilla.deliveries where \(members(of: work)))"
            : "delivery_id = \(work.id)"
    }
}

/// One message of a digest.
struct DigestPart {
    let data: [String: TemplateValue]
    let link: NotificationLink?
}
