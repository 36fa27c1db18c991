/// Why a database was not brought up to date. What was applied before the error stays applied.
public enum MigrationError: Error, Sendable {
    /// The list's versions do not rise.
    case unordered(version: Int)
    /// Two files of functions have this name.
    case repeated(function: String)
    /// The database has this version with another text.
    case changed(version: Int, name: String)
    /// The database was made by a version whose tables this one does not take over.
    case tooOld
    /// The migration, or the file of functions, ended the transaction that it ran in.
    case endedTransaction(name: String)
    case failed(version: Int, name: String, PostgresError)
    case functionFailed(name: String, PostgresError)
}

extension MigrationError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        switch self {
        case .unordered(let version): "migration \(version) does not come after the one before it"
        case .repeated(let name): "two files of functions are called \(name)"
        case .changed(let version, let name): "migration \(version) (\(name)) was changed after it had been applied"
        case .tooOld:
            "the database was made by a version before 0.2, whose tables this version does not take over: name an empty "
                + "database in DATABASE_URL, or remove the folder of a fleet that ./run started"
        case .endedTransaction(let name): "\(name) ends its own transaction"
        case .failed(let version, let name, let error): "migration \(version) (\(name)) failed: \(error)"
        case .functionFailed(let name, let error): "the functions \(name) could not be made: \(error)"
        }
    }

    public var debugDescription: String {
        switch self {
        case .failed(_, _, let error), .functionFailed(_, let error): "\(description) \(error.debugDescription)"
        default: description
        }
    }
}
