import Assembly
import Fleet
import Postgres
import Testing

@Suite("Rows that name persons") struct PersonalRowsTests {
    /// Columns whose names, or whose keys, say that they name a person.
    private static func naming(_ database: Database) async throws -> Set<String> {
        Set(
            try await database.query(
                """
                select class.relname || '.' || attname as name
                from pg_class class join pg_attribute attribute on attrelid = class.oid
                where relnamespace = 'flotilla'::regnamespace and relkind in ('r', 'p') and not relispartition
                    and attnum > 0 and not attisdropped
                    and (attname ~ '^(user|student|professor|reader|sender|proposer|guest|author|actor|person|party|first|second)(_id)?$'
                        or attname ~ '_by$' and atttypid = 'uuid'::regtype
                        or exists (
                            select from pg_constraint where conrelid = class.oid and contype = 'f'
                                and confrelid = 'flotilla.users'::regclass and conkey = array[attnum]))
                """
            ).rows.map { try $0.decode("name", as: String.self) })
    }

    /// A role, and a generation.
    private static let others: Set<String> = ["audit_events.actor", "learning_path_generations.replaced_by"]

    @Test("every column that names a person is declared, with what becomes of it when the person is erased")
    func declared() async throws {
        try await StorageDatabase.with { fixture in
            let declared = Set(Domains.personalRows.flatMap { rows in rows.columns.map { "\(rows.table).\($0)" } })
            let found = try await Self.naming(fixture.owner)
            #expect(found.count > 15)
            #expect(
                found.subtracting(declared).subtracting(Self.others) == [],
                "declare these in FleetDomain.personalRows of their domain")
            for name in declared.subtracting(found) { #expect(name == "users.id", "\(name) is no column") }
            try await fixture.owner.query("create table flotilla.forgotten (user_id uuid)")
            #expect(try await Self.naming(fixture.owner).subtracting(declared).contains("forgotten.user_id"))
        }
    }
}
