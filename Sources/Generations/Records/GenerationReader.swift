public import Foundation
import Postgres

/// Whose eyes generations are read with: what these may not see is not there.
public enum GenerationReader: Sendable, Hashable {
    /// Who sees all of the account.
    case account
    /// Sees what pupils asked in revision sessions of own paths, and of the rest all.
    case professor(UUID)
    /// Sees what it asked for itself.
    case student(UUID)

    /// Over a row `generation` of `flotilla.generations`.
    var sees: Query {
        switch self {
        case .account: "true"
        case .professor(let id):
            "(generation.reader_id is null or generation.reader_id = \(id) or generation.user_id = \(id))"
        case .student(let id): "generation.user_id = \(id)"
        }
    }
}
