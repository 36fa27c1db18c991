/// What a domain has in the database: tables made by numbered forward steps, and functions that are replaced when their
/// text changes.
public struct MigrationSet: Sendable, Hashable {
    public let migrations: [Migration]
    /// In the order in which they are run.
    public let functions: [RepeatableFunction]

    public init(_ migrations: [Migration], functions: [RepeatableFunction] = []) {
        self.migrations = migrations
        self.functions = functions
    }

    public var isEmpty: Bool { migrations.isEmpty && functions.isEmpty }

    public static func + (first: MigrationSet, second: MigrationSet) -> MigrationSet {
        MigrationSet(first.migrations + second.migrations, functions: first.functions + second.functions)
    }
}
