public import Accounts
public import Foundation
import Postgres

/// One side of a conversation: a user, or support. Users with the role `support` or `admin` speak for support, with the users of
/// every account, and see no other conversations.
public enum ConversationParty: Sendable, Hashable {
    case user(UUID, tenant: UUID, role: Role)
    case support

    public init(_ principal: Principal) {
        switch principal.role {
        case .support, .admin: self = .support
        case .school, .professor, .student, .service:
            self = .user(principal.userID, tenant: principal.tenant, role: principal.role)
        }
    }

    /// In the tables.
    public var id: UUID {
        switch self {
        case .user(let id, _, _): id
        case .support: Self.supportID
        }
    }

    public static let supportID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// nil: of every account.
    var tenant: UUID? { if case .user(_, let tenant, _) = self { tenant } else { nil } }
    var role: Role {
        switch self {
        case .user(_, _, let role): role
        case .support: .support
        }
    }
}
