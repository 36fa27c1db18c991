import Foundation
import Glibc
@testable import PostgresTestSupport

/// PgBouncer before a server, with a console that changes its mode at once while connections stay.
final class TestPooler: Sendable {
    static let program = "/usr/sbin/pgbouncer"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let port = Int.random(in: 20_000..<27_000)
    private let process: pid_t

    init(before server: PostgresServer, mode: String) async throws {
        let file = server.directory + "/pooler.ini"
        let settings = """
            [databases]
            postgres = host=127.0.0.1 port=\(server.port) user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            admin_users = postgres
            pool_mode = \(mode)
            """
        try Data(settings.utf8).write(to: URL(filePath: file))
        let user = geteuid() == 0 ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        process = try spawnProcess(["setpriv"] + user + ["--pdeathsig", "KILL", Self.program, file])
        try await set("pool_mode", mode)
    }

    deinit { kill(process, SIGKILL) }

    var url: String { "postgresql://postgres@127.0.0.1:\(port)/postgres?sslmode=disable" }

    /// Asks until the console answers, 20 s at most.
    func set(_ name: String, _ value: String) async throws {
        let limit = ContinuousClock.now + .seconds(20)
        while true {
            do {
                try await shell([
                    "psql", "-X", "-q", "-h", "127.0.0.1", "-p", "\(port)", "-U", "postgres", "pgbouncer",
                    "-c", "set \(name) = '\(value)'",
                ])
                return
            } catch  where ContinuousClock.now < limit {
                continue
            }
        }
    }
}
