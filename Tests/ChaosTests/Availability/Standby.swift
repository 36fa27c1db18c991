import Postgres
import PostgresTestSupport
import Synchronization
import TestSupport

/// A synchronous standby of a drill's PostgreSQL.
actor Standby {
    private var server: PostgresServer?
    private var primary: PostgresServer?

    var url: String {
        get throws {
            guard let server, let primary else { throw Missing() }
            return
                "postgresql://postgres@127.0.0.1:\(primary.port),127.0.0.1:\(server.port)/postgres?sslmode=disable"
        }
    }

    struct Missing: Error {}

    /// Copies the primary, follows it, and has it wait for the standby with each commit.
    /// - Returns: a URL with both hosts.
    func follow(_ primary: PostgresServer) async throws -> String {
        self.primary = primary
        let server = try await PostgresServer(standbyOf: primary)
        self.server = server
        try await withDatabase(DatabaseConfiguration(url: primary.url())) { database in
            try await database.withConnection { connection in
                try await connection.query("alter system set synchronous_standby_names = '*'")
                try await connection.query("select pg_reload_conf()")
            }
            let isSynchronous = try await eventually(within: .seconds(20)) {
                try await database.query("select 1 from pg_stat_replication where sync_state = 'sync'").rows.count == 1
            }
            guard isSynchronous else { throw Missing() }
        }
        return try url
    }

    func promote() async throws { try await server?.promote() }

    func stop() { (server, primary) = (nil, nil) }
}
