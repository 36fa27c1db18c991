public import Foundation

/// One call of the other side.
public struct DeliveryAttempt: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case sent, failed, deferred, unknown
    }

    public let startedAt: Date
    /// nil while it is under way, or was cut off.
    public let outcome: Outcome?
    public let code: String?
    /// What the other side said.
    public let text: String?
}
