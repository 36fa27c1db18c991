import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// `flotilla.enqueue`, as a program calls it that knows nothing of ours.
@Suite struct EnqueueBySQLTests {
    private func with(_ body: @Sendable (StorageDatabase) async throws -> Void) async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query(
                """
                insert into job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
                values ('test.kind', 'test', 30000, 3, 1000, 5000, 1000), ('test.other', 'other', 1000, 1, 0, 0, 0)
                """)
            try await body(fixture)
        }
    }

    private func enqueue(_ arguments: String, in database: Database) async throws -> JobID {
        let rows = try await database.query("select flotilla.enqueue(\(unescaped: arguments))").rows
        return JobID(try rows[0].decode(0, as: UUID.self))
    }

    /// The error that the caller gets, with the hint, which our client leaves out.
    private static let refusal: Query = """
        create function refusal(arguments text) returns text language plpgsql as $$
        declare
            hint text;
        begin
            execute 'select flotilla.enqueue(' || arguments || ')';
            return 'accepted';
        exception when others then
            get stacked diagnostics hint = pg_exception_hint;
            return sqlstate || ' ' || sqlerrm || ' (' || hint || ')';
        end
        $$
        """

    @Test("a job has what its kind says, unless the caller says otherwise")
    func values() async throws {
        try await with { fixture in
            let before = try await fixture.store.serverTime()
            let plain = try await enqueue("'test.kind', '{\"n\": 1}'", in: fixture.owner)
            let job = try #require(try await fixture.store.job(plain, for: .everybody))
            #expect(job.status == .queued && job.queue == "test" && job.priority == 4 && job.maxAttempts == 3)
            #expect(job.timeout == .seconds(30) && job.tenant.uuidString.hasPrefix("00000000-"))
            #expect(plain.uuid.uuidString.dropFirst(14).first == "7")
            #expect(abs(Double(plain.milliseconds) / 1000 - before.timeIntervalSince1970) < 5)
            #expect(
                try await fixture.store.claim([Claim(id: plain, token: .random())], for: UUID(), durably: false).count
                    == 1)
            let own = try await enqueue(
                """
                'test.kind', '{}', tenant => '\(Make.tenant)', priority => 9, timeout => '90 seconds', max_attempts => 7,
                run_at => now() + interval '1 hour', limit_key => 'l', queue => 'other',
                expires_at => now() + interval '2 hours'
                """, in: fixture.owner)
            let other = try #require(try await fixture.store.job(own, for: .tenant(Make.tenant)))
            #expect(other.status == .scheduled && other.queue == "other" && other.priority == 9)
            #expect(other.timeout == .seconds(90) && other.maxAttempts == 7)
            let due = try await fixture.store.dueJobs(after: nil, limit: 10, horizon: .seconds(7200)).offers
            #expect(due.map(\.id) == [own])
            // Later than the dispatcher looks: found by its time, not listed.
            #expect(try await fixture.store.enqueued(limit: 10) == [plain])
        }
    }

    @Test("ids rise with time, and none is made twice")
    func ids() async throws {
        try await with { fixture in
            let rows = try await fixture.owner.query("select flotilla.mint_id() from generate_series(1, 5000)").rows
            let ids = try rows.map { JobID(try $0.decode(0, as: UUID.self)) }
            #expect(Set(ids).count == 5000)
            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.milliseconds <= $1.milliseconds })
            let past = try await fixture.owner.query("select flotilla.mint_id('2026-01-01T00:00:00.123456Z')").rows[0]
            #expect(JobID(try past.decode(0, as: UUID.self)).milliseconds == 1_767_225_600_123)
        }
    }

    @Test("a job of a transaction that rolls back never was; one of a transaction that commits is there with its rows")
    func transaction() async throws {
        try await with { fixture in
            try await fixture.owner.withConnection { connection in
                try await connection.query("create table orders (id uuid)")
                for end in ["rollback", "commit"] {
                    try await connection.query("begin")
                    try await connection.query("insert into orders select flotilla.enqueue('test.kind', '{}')")
                    try await connection.query("\(unescaped: end)")
                }
            }
            #expect(try await fixture.count("select count(*) from jobs join orders using (id)") == 1)
            #expect(try await fixture.count("select count(*) from jobs") == 1)
            #expect(try await fixture.count("select count(*) from enqueued") == 1)
        }
    }

    @Test("what is wrong is refused with a hint")
    func refusals() async throws {
        try await with { fixture in
            try await fixture.owner.query(Self.refusal)
            let table = [
                ("'no.such', '{}'", "test.kind, test.other"), ("null, '{}'", "known are"),
                ("'test.kind', '[1]'", "object"), ("'test.kind', null", "object"),
                ("'test.kind', jsonb_build_object('a', repeat('x', 262140))", "262144 are allowed"),
                ("'test.kind', '{}', priority => 10", "priority"), ("'test.kind', '{}', priority => null", "priority"),
                ("'test.kind', '{}', timeout => '25 hours'", "timeout"),
                ("'test.kind', '{}', timeout => '0'", "timeout"),
                ("'test.kind', '{}', max_attempts => 0", "max_attempts"),
                ("'test.kind', '{}', expires_at => now() - interval '1 second'", "never run"),
                ("'test.kind', '{}', run_at => '10000-01-01 00:00:00+00'", "years 0001 to 9999"),
                ("'test.kind', '{}', run_at => '0001-12-31 23:59:59+00 BC'", "years 0001 to 9999"),
                ("'test.kind', '{}', run_at => 'infinity'", "years 0001 to 9999"),
                ("'test.kind', '{}', expires_at => 'infinity'", "years 0001 to 9999"),
                (
                    #"'test.kind', ('{"a":' || repeat('[', 128) || repeat(']', 128) || '}')::jsonb"#,
                    "deeper than 128"
                ),
                ("'test.kind', '{}', unique_key => ''", "unique_key"),
                ("'test.kind', '{}', unique_key => repeat('x', 201)", "unique_key"),
                ("'test.kind', '{}', limit_key => e'a\\nb'", "limit_key"),
                ("'test.kind', '{}', unique_for => '1 hour'", "unique_key"),
                ("'test.kind', '{}', unique_key => 'k', unique_for => '31 days'", "unique_for"),
                ("'test.kind', '{}', queue => 'none'", "known are ai, billing, notify, other, scan, test"),
            ]
            for (arguments, words) in table {
                let told = try await fixture.names("select refusal(\(arguments))")[0]
                #expect(told.hasPrefix("22023 ") && told.contains(words) && !told.hasSuffix("()"), "\(told)")
            }
            #expect(try await fixture.count("select count(*) from jobs") == 0)
            // As deep as HTTP takes it, scalars at the bottom.
            try await fixture.owner.query(
                #"select flotilla.enqueue('test.kind', ('{"a":' || repeat('[', 127) || '1' || repeat(']', 127) || '}')::jsonb)"#
            )
        }
    }

    @Test("a unique key answers with the job that holds it, and twins that come at once are one job")
    func unique() async throws {
        try await with { fixture in
            let arguments = "'test.kind', '{}', tenant => '\(Make.tenant)', unique_key => 'k', unique_for => '1 hour'"
            let ids = try await withThrowingTaskGroup(of: JobID.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        if number % 2 == 0 { return try await enqueue(arguments, in: fixture.database) }
                        var job = Make.job(unique: "k")
                        job.uniqueFor = .seconds(3600)
                        return try await fixture.store.enqueue([job])[job.id] ?? job.id
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            let id = try #require(ids.first)
            #expect(ids.count == 1)
            #expect(try await fixture.count("select count(*) from jobs") == 1)
            try await fixture.owner.query("update jobs set status = 'succeeded'")
            #expect(try await enqueue(arguments, in: fixture.owner) == id)
            try await fixture.owner.query("update job_unique set held_until = now() - interval '1 second'")
            #expect(try await enqueue(arguments, in: fixture.owner) != id)
        }
    }

    @Test("a role with the owner's grant may enqueue and read no table; one without it, and a tenant, may not")
    func rights() async throws {
        try await with { fixture in
            let role = "road_\(UUID().uuidString.prefix(8).lowercased())"
            try await fixture.owner.withConnection { connection in
                try await connection.script("create role \(role); grant usage on schema flotilla to \(role)")
                func attempt(_ statement: Query, as role: String) async throws -> String? {
                    try await connection.query("begin")
                    try await connection.query("set local role \(unescaped: role)")
                    var state: String?
                    do { _ = try await connection.query(statement) } catch let error as PostgresError {
                        state = error.sqlState
                    }
                    try await connection.query("rollback")
                    return state
                }
                let call: Query = "select flotilla.enqueue('test.kind', '{}')"
                #expect(try await attempt(call, as: role) == "42501")
                #expect(try await attempt(call, as: "flotilla_tenant") == "42501")
                try await connection.script("grant execute on function flotilla.enqueue to \(role)")
                #expect(try await attempt(call, as: role) == nil)
                #expect(try await attempt("select 1 from jobs", as: role) == "42501")
                try await connection.script("drop owned by \(role); drop role \(role)")
            }
        }
    }
}
