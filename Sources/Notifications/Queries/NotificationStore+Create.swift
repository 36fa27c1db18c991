import Accounts
import Channels
import Cryptography
public import Foundation
public import Jobs
public import Postgres
public import Storage

/// A notification with everything that it is to write.
public struct PlannedNotification: Sendable {
    public let notification: NewNotification
    public internal(set) var deliveries: [NewDelivery]
    public let createdAt: Date
    /// How many mails of an hour may go to addresses that are no users of the account; nil: any number.
    public var mostOutsideMails: Int?

    /// Mails to addresses that are no users of the account.
    public var outsideMails: Int { deliveries.count { $0.channel == .email && $0.userID == nil && $0.job != nil } }

    public var jobs: [NewJob] { deliveries.compactMap(\.job) }
}

extension NotificationStore {
    /// Looks up whom and what a notification goes to.
    /// - Throws: `InvalidRequest` for users that the account does not have, and for too many deliveries.
    public func plan(_ notification: NewNotification, minter: JobIDMinter, now: Date) async throws
        -> PlannedNotification
    {
        let needsPeople = notification.channels.contains { $0 == .email || $0 == .inApp }
        async let people = needsPeople ? people(notification.to, of: notification.tenant) : []
        async let endpoints = endpoints(of: notification)
        let deliveries = DeliveryPlan(
            notification, people: try await people, endpoints: try await endpoints, minter: minter, now: now
        ).deliveries
        guard deliveries.count <= NewNotification.mostDeliveries else {
            let message =
                "leads to \(deliveries.count) deliveries; one notification may have "
                + "\(NewNotification.mostDeliveries): send several"
            throw InvalidRequest(problems: [InvalidRequest.Problem(pointer: "/to", message: message)])
        }
        return PlannedNotification(notification: notification, deliveries: deliveries, createdAt: now)
    }

    /// Accepts a notification with its deliveries and their jobs, in one transaction. It may be repeated with the same ids.
    /// - Parameters:
    ///   - statements: of what brings the notification about; they run after its own and may enter another role.
    ///   - answer: kept under the caller's idempotency key.
    /// - Throws: `RepeatedNotification` when another notification holds the key of this one, `OutsideMailsExceeded` when the hour
    ///   has no room for its mails to others than users: nothing was written.
    public func create(
        _ planned: PlannedNotification, with statements: [Query] = [], recording answer: IdempotencyRecord? = nil
    ) async throws {
        do {
            _ = try await jobs.enqueue(
                planned.jobs, with: try planned.statements() + statements, of: planned.notification.tenant,
                recording: answer)
        } catch let error as PostgresError where error.isHeldNotificationKey {
            throw RepeatedNotification()
        } catch let error as PostgresError where error.hasNoRoomForOutsideMails {
            throw OutsideMailsExceeded(mails: planned.outsideMails, most: planned.mostOutsideMails ?? 0)
        }
    }

    /// The notification that holds a key now.
    public func notification(holding key: String, of tenant: UUID) async throws -> UUID? {
        try await database.query(
            """
            select notification_id from flotilla.notification_keys
            where tenant = \(tenant) and key = \(key) and held_until > now()
            """, of: tenant
        ).first?.decode("notification_id")
    }

    // MARK: Whom and what

    func people(_ recipients: [Recipient], of tenant: UUID) async throws -> [Person] {
        var (ids, roles, addresses): ([UUID], [String], [String]) = ([], [], [])
        for recipient in recipients {
            switch recipient {
            case .user(let id): ids.append(id)
            case .role(let role): roles.append(role.rawValue)
            case .address(let address, _, _): addresses.append(address.key)
            }
        }
        let fingerprints = addresses.map { Hex.encode(UnsubscribeToken.fingerprint(of: $0)) }
        let rows = try await database.queries(
            [
                """
                select users.id, users.email, users.role, users.name, users.locale, chosen.preferences, wishes.topics
                from flotilla.users
                    left join flotilla.notification_preferences chosen on chosen.user_id = users.id
                    cross join lateral (
                        select array_agg(topic) as topics from flotilla.unsubscriptions
                        where tenant = \(tenant) and person in \(Self.unsubscribingNames)
                    ) wishes
                where users.account = \(tenant) and (users.id = any(\(ids)) or users.role = any(\(roles))
                    or lower(users.email collate "C") = any(\(addresses)))
                order by users.id
                """,
                """
                select person, array_agg(topic) as topics from flotilla.unsubscriptions
                where tenant = \(tenant) and person = any(\(fingerprints)) group by person
                """,
            ], of: tenant)
        let users = try rows[0].map { try FoundUser($0) }
        let strangers = try rows[1].map { (try $0.decode("person", as: String.self), try Unsubscriptions($0)) }
        return try Self.people(recipients, among: users, Dictionary(strangers) { first, _ in first })
    }

    private static func people(
        _ recipients: [Recipient], among users: [FoundUser], _ unsubscribed: [String: Unsubscriptions]
    ) throws -> [Person] {
        let byID = Dictionary(users.map { ($0.id, $0.person) }) { first, _ in first }
        let byAddress = Dictionary(users.compactMap { user in user.person.address.map { ($0.key, user.person) } }) {
            first, _ in first
        }
        var people: [Person] = []
        var problems: [InvalidRequest.Problem] = []
        for (index, recipient) in recipients.enumerated() {
            switch recipient {
            case .user(let id):
                if let person = byID[id] {
                    people.append(person)
                } else {
                    problems.append(
                        InvalidRequest.Problem(
                            pointer: "/to/\(index)/user_id", message: "is no user of the account"))
                }
            case .role(let role): people += users.filter { $0.role == role.rawValue }.map(\.person)
            case .address(let address, let name, let locale):
                let fingerprint = Hex.encode(UnsubscribeToken.fingerprint(of: address.key))
                people.append(
                    byAddress[address.key]
                        ?? Person(
                            userID: nil, address: address, name: name, locale: locale, preferences: nil,
                            unsubscriptions: unsubscribed[fingerprint] ?? Unsubscriptions()))
            }
        }
        guard problems.isEmpty else { throw InvalidRequest(problems: problems) }
        return people
    }

    private func endpoints(of notification: NewNotification) async throws -> [UUID] {
        guard notification.channels.contains(.webhook) else { return [] }
        return try await database.query(
            """
            select id from flotilla.webhook_endpoints
            where tenant = \(notification.tenant) and disabled_at is null
                and events && array['*', \(notification.content.topic)]
            order by id
            """, of: notification.tenant
        ).map { try $0.decode("id") }
    }
}

private struct FoundUser {
    let id: UUID
    let role: String
    let person: Person

    init(_ row: Row) throws {
        id = try row.decode("id")
        role = try row.decode("role")
        person = Person(
            userID: id, address: try? MailAddress(row.decode("email", as: String.self)),
            name: try row.decode("name"), locale: try row.decode("locale"),
            preferences: try NotificationPreferences(row), unsubscriptions: try Unsubscriptions(row))
    }
}

extension NotificationPreferences {
    /// From the column `preferences`; nil where none were set.
    init?(_ row: Row) throws {
        guard let json = try row.decode("preferences", as: JSONText?.self) else { return nil }
        self = try JSONDecoder().decode(Self.self, from: Data(json.bytes))
    }
}

extension Unsubscriptions {
    /// From the column `topics`, where `''` stands for all.
    init(_ row: Row) throws {
        let topics = Set(try row.decode("topics", as: [String]?.self) ?? [])
        self.init(isFromAll: topics.contains(""), topics: topics.subtracting([""]))
    }
}

extension PlannedNotification {
    /// What is written beside the jobs.
    public func statements() throws -> [Query] {
        var statements: [Query] = []
        if let most = mostOutsideMails, outsideMails > 0 {
            // Before the notification: by its row a repetition is known.
            statements.append(
                """
                select flotilla.count_outside_mails(
                    \(notification.id), \(Int32(clamping: outsideMails)), \(Int32(clamping: most)))
                """)
        }
        if let key = notification.dedupKey {
            statements.append("select flotilla.hold_notification_key(\(key), \(notification.id))")
        }
        let (tenant, id) = (notification.tenant, notification.id)
        var (data, message): (JSONText?, PlainMessage?)
        switch notification.content {
        case .template(_, let values): data = JSONText(Array(try JSONEncoder().encode(values)))
        case .plain(let plain): message = plain
        }
        statements.append(
            """
            insert into flotilla.notifications (id, tenant, user_id, template, data, subject, body, severity, locale,
                link, dedup_key, incident_key, send_at, created_at)
            values (\(id), \(tenant), \(notification.userID), \(notification.content.template?.name), \(data),
                \(message?.subject), \(message?.body), \(notification.severity.rawValue), \(notification.locale),
                \(notification.link?.text), \(notification.dedupKey), \(notification.incidentKey), \(notification.sendAt), \(createdAt))
            on conflict (id) do nothing
            """)
        statements.append(
            """
            insert into flotilla.deliveries (id, tenant, notification_id, channel, recipient, user_id, name, locale,
                job_id, fallback_of, digest_id, status, reason, created_at)
            select id, \(tenant), \(self.notification.id), channel, recipient, user_id, name, locale, job_id,
                fallback_of, digest_id, case when reason is null then 'queued' else 'suppressed' end, reason, \(createdAt)
            from unnest(\(deliveries.map(\.id)), \(deliveries.map(\.channel.rawValue)),
                    \(deliveries.map(\.recipient)), \(deliveries.map(\.userID)), \(deliveries.map(\.name)),
                    \(deliveries.map(\.locale)), \(deliveries.map(\.jobID)),
                    \(deliveries.map(\.fallbackOf)), \(deliveries.map(\.digestID)), \(deliveries.map { $0.reason?.rawValue }))
                as delivery(id, channel, recipient, user_id, name, locale, job_id, fallback_of, digest_id, reason)
            on conflict do nothing
            """)
        return statements
    }
}
