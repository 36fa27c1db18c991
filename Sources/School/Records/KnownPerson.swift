public import Accounts
public import Foundation

/// Someone of a school, as another one of it may know of.
public struct KnownPerson: Sendable, Hashable {
    public let id: UUID
    /// How people call this user; the part of the address before its @ where there is no name.
    public let name: String
    public let role: Role
    /// Whether the one who asks may write to this one.
    public let mayWrite: Bool
}
