public import Foundation
public import Jobs

/// The job of one delivery: all that it needs stands in the delivery's row.
public struct DeliveryJob: PayloadCoding {
    public let deliveryID: UUID

    public init(deliveryID: UUID) { self.deliveryID = deliveryID }

    private enum CodingKeys: String, CodingKey {
        case deliveryID = "delivery_id"
    }
}

extension Channel {
    public static let queue: QueueName = "notify"
    /// Attempts of a job are no steps of a delivery's schedule: that one ends it, and not their number.
    private static let mostAttempts = Limits.mostAttempts

    /// The kind of its deliveries' jobs.
    public var definition: JobDefinition { Self.definition(rawValue, limits: limits) }

    /// The kind of mails that gather: the first to run takes the others along.
    public static var digest: JobDefinition {
        // Beside the mails of the other kind, and few: each is many messages.
        definition("digest", limits: [.running(4, per: .tenant)])
    }

    private static func definition(_ name: String, limits: [JobLimit]) -> JobDefinition {
        JobDefinition(
            kind: JobKind(rawValue: "notify.\(name)"), queue: queue, timeout: .seconds(30),
            maxAttempts: mostAttempts, backoff: Backoff(base: .seconds(1), cap: .seconds(60)), limits: limits)
    }

    /// However slow a destination is, it does not hold the slots that others' messages wait for. A hook of Slack takes one
    /// message a second.
    ///
    /// Source: https://api.slack.com/docs/rate-limits
    private var limits: [JobLimit] {
        switch self {
        case .inApp, .pagerduty: []
        // Half of a worker's slots: mail servers that are slow for one tenant's readers leave the others theirs.
        case .email: [.running(16, per: .tenant)]
        case .webhook: [.running(4, per: .key), .running(8, per: .tenant)]
        case .slack: [.starts(1, per: .second, each: .key)]
        }
    }
}
