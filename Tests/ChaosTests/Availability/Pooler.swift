import FleetTestSupport
import Foundation
import Glibc
import PostgresTestSupport
@testable import RedisTestSupport
import TestSupport

/// PgBouncer between a drill's fleet and its PostgreSQL.
actor Pooler {
    enum Mode: String {
        /// A connection of ours keeps the server's connection that it got.
        case session
        /// It gets another one for each transaction, with whatever its last user had set.
        case transaction
    }

    static let program = "/usr/sbin/pgbouncer"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let port = Int.random(in: 20_000..<27_000)
    private let server: Int
    private let directory: URL
    private var process: ChildProcess?

    var url: String { "postgresql://postgres@127.0.0.1:\(port)/postgres" }

    init(before postgres: PostgresServer, _ mode: Mode) async throws {
        server = postgres.port
        directory = URL(filePath: postgres.directory)
        try await restart(mode)
    }

    /// As a machine's service manager does after a change of the file: all connections end.
    func restart(_ mode: Mode) async throws {
        await process?.end()
        try write(mode)
        let user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        let started = try await ChildProcess.start(
            ["setpriv"] + (geteuid() == 0 ? user : []) + ["--pdeathsig", "KILL", Self.program, file.path],
            directory: directory)
        guard await started.logs("process up") else { throw Unexpected("PgBouncer does not start: \(started.log)") }
        process = started
    }

    /// SIGHUP: connections stay, and the mode holds from their next transaction on.
    func reload(_ mode: Mode) throws {
        try write(mode)
        process?.signal(SIGHUP)
    }

    func stop() async { await process?.end() }

    private var file: URL { directory.appending(path: "pooler.ini") }

    private func write(_ mode: Mode) throws {
        let settings = """
            [databases]
            postgres = host=127.0.0.1 port=\(server) user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            default_pool_size = 90
            ignore_startup_parameters = extra_float_digits
            pool_mode = \(mode.rawValue)
            """
        try Data(settings.utf8).write(to: file)
    }
}
