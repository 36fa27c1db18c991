import Foundation
import Glibc
import Operations

extension PrivatePostgres {
    /// Makes the data folder, the logins, their roles and the database, or brings existing logins to what they should be.
    ///
    /// Nothing is synced while it goes on: until `complete` is written the folder counts for nothing.
    func setUp(_ programs: PostgresPrograms) async throws(LaunchError) {
        if PrivateFile.read(place.complete) == nil {
            try await run("rm", ["-rf", "--", place.data])
            try await initialise(programs)
        }
        try await configurePrograms(programs)
        try await run(programs.path("initdb"), ["--sync-only", "-D", place.data])
        try PrivateFile.write(completion, to: place.complete)
    }

    private func initialise(_ programs: PostgresPrograms) async throws(LaunchError) {
        let passwordFile = place.path + "/password"
        // The superuser's, until it is taken away below.
        try PrivateFile.write(UUID().uuidString, to: passwordFile)
        defer { unlink(passwordFile) }
        if let user = place.user {
            let owner = ShortCommand(
                command: ProcessCommand("chown", ["--", user.name, passwordFile]), limit: .seconds(10), loop: loop)
            try await owner.runToSuccess()
        }
        try await run(
            programs.path("initdb"),
            [
                "-D", place.data, "-U", "postgres", "--pwfile", passwordFile, "--auth", "scram-sha-256",
                "--encoding", "UTF8", "--locale", "C", "--lc-ctype", "C.UTF-8", "--no-sync", "--no-instructions",
            ])
    }

    /// The single-user server reads one statement a line, as the superuser, and needs neither port nor password.
    private func configurePrograms(_ programs: PostgresPrograms) async throws(LaunchError) {
        let single = ["--single", "-D", place.data, "-c", "fsync=off", "-c", "lc_messages=C", "postgres"]
        let command = ProcessCommand(
            programs.path("postgres"), single, workingDirectory: place.path, input: statements)
        let result = try await ShortCommand(
            command: command.running(as: place.user), limit: .seconds(60), loop: loop
        ).run()
        // It goes on after an error, and exits with 0.
        let error = result.lines.first {
            ($0.contains("ERROR:") || $0.contains("FATAL:")) && !$0.contains("already exists")
        }
        guard result.status.isSuccess, error == nil else {
            throw LaunchError(
                "PostgreSQL's roles and database could not be made: \(error ?? result.status.description)")
        }
    }

    /// Neither login may make roles or databases, or enter one of PostgreSQL's own that reach files and programs: what a
    /// login that once could gave itself is taken back. The owner may look at and end sessions, as an operator does.
    private var statements: String {
        let logins = [(Self.name, secrets.postgresPassword), (Self.serviceName, secrets.servicePassword)]
        let make = (roles.owner.map { ($0, "nologin") } + logins.map { ($0.0, "login") }).map { name, kind in
            "do $$ begin if not exists (select from pg_roles where rolname = '\(name)') then create role \(name) \(kind); end if; end $$"
        }
        let limit = logins.map { name, password in
            "alter role \(name) login nosuperuser nocreaterole nocreatedb noreplication nobypassrls password '\(password.reveal())'"
        }
        let revoke =
            "do $$ declare r record; begin for r in select g.rolname as role, m.rolname as member from pg_auth_members a join pg_roles g on g.oid = a.roleid join pg_roles m on m.oid = a.member where m.rolname in ('\(Self.name)', '\(Self.serviceName)') and (g.rolname like 'pg\\_%' or g.rolname = 'postgres') loop execute format('revoke %I from %I', r.role, r.member); end loop; end $$"
        var grants = ["grant pg_monitor, pg_signal_backend to \(Self.name)"]
        if !roles.owner.isEmpty { grants.append("grant \(roles.owner.joined(separator: ", ")) to \(Self.name)") }
        if !roles.service.isEmpty {
            grants.append("grant \(roles.service.joined(separator: ", ")) to \(Self.serviceName)")
        }
        // The superuser has none: nothing logs in as it.
        let password = "alter role postgres password null"
        let database = "create database \(Self.name) owner \(Self.name)"
        let service = "alter role \(Self.serviceName) noinherit"
        // An operator finds our tables without their schema; the processes name it.
        let path = "alter role \(Self.name) in database \(Self.name) set search_path = public, flotilla"
        return (make + limit + [service, revoke] + grants + [password, database, path]).map { $0 + "\n" }.joined()
    }

    private func run(_ program: String, _ arguments: [String]) async throws(LaunchError) {
        let command = ProcessCommand(program, arguments, workingDirectory: place.path)
        try await ShortCommand(command: command.running(as: place.user), limit: .seconds(120), loop: loop)
            .runToSuccess()
    }
}
