import Postgres

/// A change to a client's configuration, for `withTestDatabase`.
public struct Configure: Sendable {
    let change: @Sendable (inout DatabaseConfiguration) -> Void

    public static func with(_ change: @escaping @Sendable (inout DatabaseConfiguration) -> Void) -> Configure {
        Configure(change: change)
    }

    public static let asIs = Configure { _ in }
}
