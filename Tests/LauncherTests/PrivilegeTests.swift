import Foundation
import Glibc
import Operations
import Testing

@testable import Launcher

@Suite("What the fleet's processes may do", .serialized, .timeLimit(.minutes(3)))
struct PrivilegeTests {
    @Test("neither login of the database is a way to its superuser, also not in a folder that an earlier version made")
    func logins() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(in: folder)
        try await fleet.waitUntilReady()
        let variables = try await fleet.variables()
        let owner = try #require(variables["DATABASE_URL"])
        #expect(try await fleet.query("select pg_has_role('flotilla_b', 'member')") == "t")
        // As an earlier version left it: a login that may make roles and gave itself PostgreSQL's own.
        let secrets = try #require(PrivateFile.read(fleet.directory + "/secrets"))
        #expect(await fleet.stop() == .exited(0))
        let place = PostgresPlace(
            path: fleet.directory + "/postgres",
            user: geteuid() == 0 ? SystemUser(name: "postgres", group: "postgres") : nil)
        let single = ProcessCommand(
            try PostgresPrograms.find(major: nil).path("postgres"), ["--single", "-D", place.data, "postgres"],
            workingDirectory: place.path,
            input: """
                alter role flotilla createrole createdb
                grant pg_execute_server_program, pg_monitor to flotilla
                alter role postgres password 'known'

                """)
        try await ShortCommand(command: single.running(as: place.user), limit: .seconds(30), loop: fleet.loop)
            .runToSuccess()
        let generation = try #require(secrets.split(separator: "\n").first { $0.hasPrefix("GENERATION=") })
        try PrivateFile.write(
            generation.split(separator: "'").last.map(String.init) ?? "", to: fleet.directory + "/postgres/complete")

        let later = try LaunchedFleet(in: folder)
        try await later.waitUntilReady()
        #expect(
            try await later.variables()["DATABASE_URL"]?.split(separator: "@").first
                == owner.split(separator: "@").first)
        let service = try #require(
            try await later.shell(
                "tr '\\0' '\\n' < /proc/$(. \"$FLEET/env\"; echo $PID_ENQUEUER)/environ | sed -n 's/^DATABASE_URL=//p'"
            ).lines.first)
        #expect(service.hasPrefix("postgresql://flotilla_service:"))
        let ownersURL = try #require(try await later.variables()["DATABASE_URL"])
        let attempts = [
            "copy (select 1) to program 'true'", "create table x (line text); copy x from program 'id'",
            "create temp table y (line text); copy y from '/etc/passwd'",
            "grant pg_execute_server_program to current_user",
            "grant pg_read_server_files to current_user", "set role postgres", "create role another",
            "create database another", "alter role current_user createrole", "alter role current_user superuser",
            "alter system set archive_command = 'id'", "select pg_read_file('/etc/passwd')",
            "create extension plperlu", "create function f() returns int language internal as 'x'",
        ]
        for url in [service, ownersURL] {
            for attempt in attempts {
                let result = try await later.shell(
                    "psql -XAtq -v ON_ERROR_STOP=1 '\(url)' -c \"begin; \(attempt); rollback\"")
                #expect(!result.status.isSuccess, "\(url.prefix(30)): \(attempt): \(result.lines)")
            }
            let asSuperuser = url.replacing(#/\/\/\w+:/#, with: "//postgres:")
            #expect(try await !later.shell("psql '\(asSuperuser)' -c 'select 1'").status.isSuccess)
            let rights = try await later.shell(
                "psql -XAtq '\(url)' -c 'select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls from pg_roles where rolname = current_user'"
            )
            #expect(rights.lines == ["f|f|f|f|f"])
        }
        let superuser = ownersURL.replacing(#/\/\/\w+:\w+@/#, with: "//postgres:known@")
        #expect(try await !later.shell("psql '\(superuser)' -c 'select 1'").status.isSuccess)
        let entered =
            "select string_agg(r.rolname, ',' order by r.rolname) from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = (select oid from pg_roles where rolname = '%')"
        #expect(try await later.query(entered.replacing("%", with: "flotilla_service")) == "flotilla_a")
        #expect(
            try await later.query(entered.replacing("%", with: "flotilla"))
                == "flotilla_a,flotilla_b,pg_monitor,pg_signal_backend")
        #expect(await later.stop() == .exited(0))
    }

    @Test("programs that root's user cannot reach run from copies that it cannot change", .enabled(if: geteuid() == 0))
    func unreachablePrograms() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(
            in: folder, directory: folder.path + "/closed/fleet", closing: folder.path + "/bin")
        try await fleet.waitUntilReady()
        let home = fleet.directory + "/home"
        let pid = try await fleet.pid("SCAN_1")
        #expect(PrivateFile.read("/proc/\(pid)/cmdline")?.contains(home + "/programs/ScanWorker") == true)
        let owner = try FileManager.default.attributesOfItem(atPath: home + "/programs/ScanWorker")[.ownerAccountID]
        #expect((owner as? NSNumber)?.intValue == 0)
        #expect(await fleet.stop() == .exited(0))
    }
}
