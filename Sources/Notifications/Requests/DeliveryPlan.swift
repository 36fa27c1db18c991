import Accounts
import Foundation
import Jobs

/// Which deliveries a notification has: a pure value. Mail and inbox go to people; webhooks, Slack and PagerDuty go once to
/// each destination.
struct DeliveryPlan {
    private let notification: NewNotification
    private let minter: JobIDMinter
    private let now: Date
    private(set) var deliveries: [NewDelivery] = []
    private var known: Set<String> = []
    /// The delivery of each channel, and person where it goes to people.
    private var places: [String: Int] = [:]

    /// - Parameters:
    ///   - people: whom the recipients lead to, in their order; one may come several times.
    ///   - endpoints: of the tenant, enabled and of the notification's topic.
    init(
        _ notification: NewNotification, people: [Person], endpoints: [UUID], minter: JobIDMinter, now: Date
    ) {
        self.notification = notification
        self.minter = minter
        self.now = now
        for channel in notification.channels {
            switch channel {
            case .email: for person in people { mail(to: person) }
            case .inApp: for person in people { inbox(of: person) }
            case .webhook: for endpoint in endpoints { add(.webhook, endpoint.uuidString.lowercased()) }
            case .slack: add(.slack, notification.severity.slackDestination)
            case .pagerduty: add(.pagerduty, Channel.pagerduty.rawValue)
            }
        }
        if !notification.isChosen, !notification.channels.contains(.email) {
            for person in people where person.asksForMail(of: notification.content) { mail(to: person) }
        }
    }

    private mutating func mail(to person: Person) {
        guard let address = person.address else {
            guard notification.isChosen, let user = person.userID else { return }
            return add(.email, user.uuidString.lowercased(), person, reason: .noAddress)
        }
        add(.email, address.description, key: address.key, person, reason: suppression(of: .email, for: person))
    }

    private mutating func inbox(of person: Person) {
        guard let user = person.userID else {
            guard notification.isChosen, let address = person.address else { return }
            return add(.inApp, address.description, key: address.key, person, reason: .noAddress)
        }
        add(.inApp, user.uuidString.lowercased(), person, reason: suppression(of: .inApp, for: person))
    }

    /// A message that is to wait has its job all the same.
    private func suppression(of channel: Channel, for person: Person) -> Suppression? {
        let decision = person.decision(
            channel, notification.content, notification.severity, at: notification.sendAt ?? now)
        if case .suppress(let reason) = decision { return reason }
        return nil
    }

    private mutating func add(
        _ channel: Channel, _ recipient: String, key: String? = nil, _ person: Person? = nil,
        reason: Suppression? = nil
    ) {
        let isNew = known.insert("\(channel.rawValue) \(key ?? recipient)").inserted
        let reason = isNew ? reason : .duplicate
        let id = minter.mint().uuid
        let former = notification.fallbacks[channel].flatMap { places[Self.place($0, person)] }.map { deliveries[$0] }
        var job: NewJob?
        if reason == nil, let payload = try? DeliveryJob(deliveryID: id).encoded() {
            let digest = notification.content.template?.digest(channel, notification.severity)
            var new = NewJob(
                id: minter.mint(), tenant: notification.tenant,
                definition: digest == nil ? channel.definition : Channel.digest, payload: payload,
                trace: notification.trace)
            new.runAt = runAt(digest)
            new.limitKey = channel.isLimitedByDestination ? recipient : nil
            if let before = former?.job {
                new.after = [before.id]
                new.afterFailed = .run
            }
            job = new
        }
        if isNew { places[Self.place(channel, person)] = deliveries.count }
        deliveries.append(
            NewDelivery(
                id: id, channel: channel, recipient: recipient, userID: person?.userID, name: person?.name,
                locale: person?.locale ?? notification.locale, job: job, fallbackOf: former?.id, reason: reason))
    }

    private static func place(_ channel: Channel, _ person: Person?) -> String {
        let name = person.flatMap { $0.userID?.uuidString ?? $0.address?.key }
        return "\(channel.rawValue) \(name ?? "")"
    }

    /// What gathers waits for others that come within its time; nil: at once.
    private func runAt(_ digest: DigestRule?) -> Date? {
        let start = notification.sendAt.flatMap { $0 > now ? $0 : nil }
        return digest.map { $0.end(from: start ?? now) } ?? start
    }
}

extension Channel {
    /// Whether its jobs are counted by where they go.
    var isLimitedByDestination: Bool { self == .webhook || self == .slack }
}

extension Severity {
    /// The name of the hook or channel that messages of this severity go to.
    var slackDestination: String {
        switch self {
        case .p1: "critical"
        case .p2: "alerts"
        case .p3: "monitoring"
        }
    }
}
