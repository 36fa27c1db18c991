import Foundation

/// Which delivery a worker asks for.
struct DeliveryRequest: Sendable {
    let delivery: UUID
    let tenant: UUID
    /// Another job of the delivery counts no more.
    let job: UUID
}
