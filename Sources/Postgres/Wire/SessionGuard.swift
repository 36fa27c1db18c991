/// What runs first in each transaction behind a pooler: an error unless the session is the one that the connection marked, so
/// that nothing of the transaction is done under another's role. A pooler's mode can be changed while connections stay.
///
/// It is never prepared: in another's session its name would be another's statement.
enum SessionGuard {
    /// Division by zero.
    static let sqlState = "22012"

    static func query(_ mark: String) -> Query {
        "select 1 / (current_setting('flotilla.session', true) is not distinct from \(mark))::int"
    }

    /// - Parameter mark: hexadecimal digits.
    static func text(_ mark: String) -> String {
        "select 1 / (current_setting('flotilla.session', true) is not distinct from '\(mark)')::int;\n"
    }
}
