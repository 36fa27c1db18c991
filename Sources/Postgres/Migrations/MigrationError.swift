/// Why a database was not brought up to date. What was applied before the error stays applied.
public enum MigrationError: Error, Sendable {
    /// The list's versions do not rise.
    case unordered(version: Int)
    /// The database has this version with another text.
    case changed(version: Int, name: String)
    /// The database has a version that this program does not know.
    case newer(version: Int)
    /// The migration ended the transaction that it ran in.
    case endedTransaction(version: Int, name: String)
    case failed(version: Int, name: String, PostgresError)
}

extension MigrationError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        switch self {
        case .unordered(let version): "migration \(version) does not come after the one before it"
        case .changed(let version, let name): "migration \(version) (\(name)) was changed after it had been applied"
        case .newer(let version): "the database has migration \(version), which this program does not know"
        case .endedTransaction(let version, let name): "migration \(version) (\(name)) ends its own transaction"
        case .failed(let version, let name, let error): "migration \(version) (\(name)) failed: \(error)"
        }
    }

    public var debugDescription: String {
        if case .failed(_, _, let error) = self { "\(description) \(error.debugDescription)" } else { description }
    }
}
