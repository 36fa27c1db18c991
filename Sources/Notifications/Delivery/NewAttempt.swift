import Foundation

/// An attempt that is about to be made.
struct NewAttempt: Sendable {
    let delivery: UUID
    let tenant: UUID
    let channel: Channel
    let number: Int32
    /// Whether one before it has no outcome.
    let followsCutOff: Bool

    init(of work: DeliveryWork) {
        delivery = work.id
        tenant = work.tenant
        channel = work.channel
        number = Int32(clamping: work.attempts + 1)
        followsCutOff = work.isCutOff
    }
}
