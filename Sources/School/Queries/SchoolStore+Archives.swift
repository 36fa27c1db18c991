public import Accounts
import Assembly
public import Foundation
public import Jobs
public import Postgres

extension SchoolStore {
    /// Makes an archive that is to be filled; repeated with the same id it changes nothing.
    public func creation(of archive: UUID, of user: UUID, job: JobID, at moment: Date, tenant: UUID) -> Query {
        """
        insert into flotilla.person_archives (id, tenant, user_id, job_id, created_at, expires_at)
        values (\(archive), \(tenant), \(user), \(job.uuid), \(moment), \(moment + PersonArchive.lifetime))
        on conflict (id) do nothing
        """
    }

    /// Keeps who asked for something to be done to a user; repeated for the same job it adds nothing. It comes last in its
    /// transaction: what follows would see every school's rows.
    public func auditing(_ action: String, of user: UUID, _ job: NewJob, by principal: Principal) -> [Query] {
        let (user, jobID) = (user.uuidString.lowercased(), "\(job.id)")
        return [
            .enterOperators,
            """
            insert into flotilla.audit_events (tenant_id, actor_id, actor, action, object_type, object_id, after)
            select \(job.tenant), \(principal.userID), \(principal.role.rawValue), \(action), 'user', \(user),
                jsonb_build_object('job_id', \(jobID))
            where not exists (
                select from flotilla.audit_events
                where tenant_id = \(job.tenant) and object_type = 'user' and object_id = \(user)
                    and after ->> 'job_id' = \(jobID))
            """,
        ]
    }

    /// Those that are not over, newest first.
    public func archives(of user: UUID, tenant: UUID) async throws -> [PersonArchive] {
        try await database.query(
            """
            select \(Self.archiveColumns) from flotilla.person_archives
            where tenant = \(tenant) and user_id = \(user) and expires_at > now()
            order by id desc limit \(Int32(PersonArchive.most))
            """, of: tenant
        ).map { try PersonArchive($0) }
    }

    /// nil when there is none, or it is over.
    public func archive(_ id: UUID, tenant: UUID) async throws -> PersonArchive? {
        try await database.query(
            """
            select \(Self.archiveColumns) from flotilla.person_archives
            where tenant = \(tenant) and id = \(id) and expires_at > now()
            """, of: tenant
        ).first.map { try PersonArchive($0) }
    }

    /// JSON; nil when there is none yet.
    public func content(of archive: UUID, tenant: UUID) async throws -> [UInt8]? {
        try await database.query(
            "select content from flotilla.person_archives where tenant = \(tenant) and id = \(archive)", of: tenant
        ).first?.decode("content")
    }

    /// Fills an archive, once.
    func filling(_ archive: UUID, with content: [UInt8], incomplete: [String], at moment: Date) -> Query {
        """
        update flotilla.person_archives
        set content = \(content), bytes = \(Int32(clamping: content.count)), incomplete = \(incomplete),
            made_at = \(moment)
        where id = \(archive) and made_at is null
        """
    }

    /// Removes archives whose time is over.
    /// - Returns: how many.
    func removeExpiredArchives() async throws -> Int {
        let row = try await database.query(
            """
            with gone as (
                delete from flotilla.person_archives where id in (
                    select id from flotilla.person_archives where expires_at <= now() order by expires_at limit 100)
                returning 1
            )
            select count(*) as count from gone
            """, as: Self.operators
        ).first
        return Int(clamping: try row?.decode("count", as: Int64.self) ?? 0)
    }

    /// The person's rows of one declaration, as JSON texts.
    func rows(_ rows: PersonalRows, of person: PersonalRows.Person, tenant: UUID) async throws -> [String] {
        guard let selection = rows.selection(of: person, atMost: PersonArchive.mostRows + 1) else { return [] }
        return try await database.query(selection, of: tenant).map { try $0.decode("row") }
    }

    /// Changes and removes the rows of all declarations, in one transaction.
    func erase(_ person: PersonalRows.Person, from all: [PersonalRows], tenant: UUID) async throws {
        _ = try await database.queries(all.compactMap { $0.removal(of: person) }, of: tenant)
    }

    /// nil when there is no such user.
    func email(of user: UUID, tenant: UUID) async throws -> String? {
        try await database.query(
            "select email from flotilla.users where account = \(tenant) and id = \(user)", of: tenant
        ).first?.decode("email")
    }

    /// Whether an account has had this user and has no more: the audit has it as long as it keeps anything.
    public func wasRemoved(_ user: UUID, from tenant: UUID) async throws -> Bool {
        try await !database.query(
            """
            select 1 from flotilla.audit_events
            where object_type = 'user' and object_id = \(user.uuidString.lowercased()) and tenant_id = \(tenant)
                and action = 'user.removed' limit 1
            """, of: tenant
        ).isEmpty
    }

    private static let archiveColumns: Query =
        "id, user_id, job_id, created_at, expires_at, made_at, bytes, incomplete"
}

extension PersonArchive {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"), userID: try row.decode("user_id"),
            jobID: JobID(try row.decode("job_id", as: UUID.self)), createdAt: try row.decode("created_at"),
            expiresAt: try row.decode("expires_at"), madeAt: try row.decode("made_at"),
            bytes: try row.decode("bytes", as: Int32?.self).map { Int($0) }, incomplete: try row.decode("incomplete"))
    }
}
