import Accounts
import Jobs
public import Postgres
public import Storage

/// What schedules can fire, and those that this fleet brings along.
public enum Schedules {
    /// - Parameter includingBench: whether jobs of the bench kinds may be made.
    public static func templates(database: Database, includingBench: Bool) -> [any ScheduleTemplate] {
        [
            JobTemplate(kinds: Kinds.all(includingBench: includingBench), store: PostgresJobStore(database: database)),
            ScanTemplate(accounts: AccountStore(database: database)),
        ]
    }

    /// Made by whoever fires them, when they are not there. Each worker of a program with jobs of its own declares what
    /// it brings along itself.
    public static let declared: [ScheduleDeclaration] = []
}
