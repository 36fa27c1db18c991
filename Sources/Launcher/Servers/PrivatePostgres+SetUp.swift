import Foundation
import Glibc
import Operations

extension PrivatePostgres {
    /// Makes the data folder, the role and the database, or gives an existing role its new password.
    ///
    /// Nothing is synced while it goes on: until `complete` is written the folder counts for nothing.
    func setUp(_ programs: PostgresPrograms) async throws(LaunchError) {
        if PrivateFile.read(place.complete) == nil {
            try await run("rm", ["-rf", "--", place.data])
            try await initialise(programs)
        }
        try await teach(programs)
        try await run(programs.path("initdb"), ["--sync-only", "-D", place.data])
        try PrivateFile.write(secrets.generation, to: place.complete)
    }

    private func initialise(_ programs: PostgresPrograms) async throws(LaunchError) {
        let passwordFile = place.path + "/password"
        try PrivateFile.write(secrets.postgresPassword.reveal(), to: passwordFile)
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
    private func teach(_ programs: PostgresPrograms) async throws(LaunchError) {
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
            throw LaunchError("PostgreSQL's role and database could not be made: \(error ?? result.status.description)")
        }
    }

    private var statements: String {
        let password = secrets.postgresPassword.reveal()
        let name = Self.name
        return """
            do $$ begin if not exists (select from pg_roles where rolname = '\(name)') then create role \(name); end if; end $$
            alter role \(name) login createrole createdb password '\(password)'
            alter role postgres password '\(password)'
            grant pg_monitor, pg_signal_backend to \(name)
            create database \(name) owner \(name)

            """
    }

    private func run(_ program: String, _ arguments: [String]) async throws(LaunchError) {
        let command = ProcessCommand(program, arguments, workingDirectory: place.path)
        try await ShortCommand(command: command.running(as: place.user), limit: .seconds(120), loop: loop)
            .runToSuccess()
    }
}
