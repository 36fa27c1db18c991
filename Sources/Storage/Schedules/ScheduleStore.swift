import Cron
public import Foundation
import Jobs
public import Postgres

/// Schedules in PostgreSQL.
public struct ScheduleStore: Sendable {
    let database: Database
    let jobs: PostgresJobStore
    let clock: ScheduleClock
    let patience: Duration

    /// - Parameter patience: a process that holds schedules and says nothing for so long has lost them to the others.
    public init(database: Database, clock: ScheduleClock = .server, patience: Duration = .seconds(10)) {
        self.database = database
        self.clock = clock
        self.patience = patience
        jobs = PostgresJobStore(database: database)
    }

    /// What a schedule's row says, for `init(row:)`.
    var columns: Query {
        """
        id, tenant, name, cron, time_zone, template, body, payload, missed, missed_limit, overlap, paused, generation,
        next_at, last_at, last_jobs, error, declaration is not null as declared, created_by, created_at, updated_at,
        case when paused then 0 else greatest(0, extract(epoch from \(clock.now) - next_at)) end::float8 as lag
        """
    }

    /// The time by which schedules are fired.
    func time(on connection: Connection) async throws -> Date {
        guard let row = try await connection.query("select \(clock.now)").rows.first else { return Date() }
        return try row.decode(0, as: Date.self)
    }

    /// The time by which schedules are fired.
    public func time() async throws -> Date {
        guard let row = try await database.query("select \(clock.now)").rows.first else { return Date() }
        return try row.decode(0, as: Date.self)
    }

    /// From here on, the transaction has the rights of the scope.
    static func scopeEntry(_ scope: JobScope) -> [Query] {
        switch scope {
        case .everybody: []
        case .tenant(let tenant): [.enter(tenant: tenant)]
        }
    }
}

/// The clock by which schedules are fired: PostgreSQL's, whatever the machines' clocks show.
public struct ScheduleClock: Sendable {
    /// An expression that is constant within a transaction.
    let now: Query

    public static let server = ScheduleClock(now: "now()")

    /// A clock that statements and programs both obey, for simulations.
    /// - Parameter expression: SQL of the type `timestamptz`; never input.
    public static func simulated(by expression: String) -> ScheduleClock {
        ScheduleClock(now: Query(unescaped: expression))
    }
}

/// Which schedule is meant: names are looked up among the tenant's, or among the fleet's own.
public enum ScheduleReference: Sendable, Hashable {
    case id(UUID)
    case name(String)

    /// Takes an id or a name.
    public init(_ text: String) {
        self = UUID(uuidString: text).map { .id($0) } ?? .name(text)
    }

    func condition(_ scope: JobScope) -> Query {
        switch self {
        case .id(let id): "id = \(id)"
        case .name(let name): "\(Self.owner) = \(scope.owner) and name = \(name)"
        }
    }

    /// As in the index `schedules_name`.
    static let owner: Query = "coalesce(tenant, '00000000-0000-0000-0000-000000000000')"
}

extension JobScope {
    /// Whose names are meant; the nil UUID for the fleet's own.
    var owner: UUID {
        switch self {
        case .everybody: .zero
        case .tenant(let tenant): tenant
        }
    }
}

extension Schedule {
    init(row: Row) throws {
        self.init(
            id: try row.decode("id", as: UUID.self), tenant: try row.decode("tenant", as: UUID?.self),
            name: try row.decode("name", as: String.self),
            plan: SchedulePlan(
                cron: try row.decode("cron", as: String.self), timeZone: try row.decode("time_zone", as: String.self),
                template: try row.decode("template", as: String.self),
                body: try row.decode("body", as: JSONText.self).bytes,
                payload: try row.decode("payload", as: JSONText.self).bytes,
                missed: try row.decode("missed", as: MissedPolicy.self),
                missedLimit: Int(try row.decode("missed_limit", as: Int32.self)),
                overlap: try row.decode("overlap", as: OverlapPolicy.self)),
            isPaused: try row.decode("paused", as: Bool.self),
            generation: Int(try row.decode("generation", as: Int32.self)),
            nextAt: try row.decode("next_at", as: Date?.self), lastAt: try row.decode("last_at", as: Date?.self),
            lastJobs: try row.decode("last_jobs", as: [UUID].self).map { JobID($0) },
            error: try row.decode("error", as: String?.self), isDeclared: try row.decode("declared", as: Bool.self),
            createdBy: try row.decode("created_by", as: UUID?.self),
            createdAt: try row.decode("created_at", as: Date.self),
            updatedAt: try row.decode("updated_at", as: Date.self),
            lag: .seconds(try row.decode("lag", as: Double.self)))
    }
}

extension MissedPolicy: PostgresScalar {}
extension OverlapPolicy: PostgresScalar {}
