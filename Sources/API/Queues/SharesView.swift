import Foundation
import HTTPServer
import Storage

/// How the tenants of a queue are served now.
struct SharesView: Encodable, Sendable {
    let items: [Item]
    /// Open jobs of all queues that were looked at, the oldest.
    let examined: Int
    /// Whether these are all.
    let complete: Bool

    init(_ shares: [TenantShare], examined: Int, isComplete: Bool) {
        let running = shares.reduce(0) { $0 + $1.running }
        let weights = shares.reduce(0) { $0 + $1.weight }
        items = shares.map { Item($0, of: running, weights: weights) }
        self.examined = examined
        complete = isComplete
    }

    struct Item: Encodable, Sendable {
        let tenant: UUID
        let ready: Int
        let running: Int
        let weight: Double
        /// Of the jobs that run in the queue, 0 to 1; nil when none runs.
        let share: Double?
        /// Of the weights of the tenants that have jobs, 0 to 1.
        let fairShare: Double
        /// The first over the second: 1 is fair. A tenant with fewer jobs than its share has less, and the others more.
        let ratio: Double?

        init(_ share: TenantShare, of running: Int, weights: Double) {
            tenant = share.tenant
            ready = share.ready
            self.running = share.running
            weight = share.weight
            let received = running > 0 ? Double(share.running) / Double(running) : nil
            let fair = weights > 0 ? share.weight / weights : 0
            self.share = received
            fairShare = fair
            ratio = received.flatMap { fair > 0 ? $0 / fair : nil }
        }
    }
}
