public import Foundation

/// Tokens of a user, or of a whole account, that count no more.
public struct TokenRevocation: Sendable, Hashable {
    /// A user's id, or an account's.
    public let subject: UUID
    /// Tokens issued before are refused; `distantFuture` for what was deleted.
    public let notBefore: Date
}
