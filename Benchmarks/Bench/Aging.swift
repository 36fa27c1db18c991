import Foundation
import Operations
import Postgres

extension Fleet {
    /// The same fleet over a database that has served for four weeks.
    func aged(settled: Int) async throws -> Fleet {
        let folder = FileManager.default.currentDirectoryPath
        let script = try String(contentsOfFile: folder + "/Benchmarks/Volume/jobs.sql", encoding: .utf8)
        try await fill(script, settled)
        var aged = self
        aged.floor = try await database.query(
            "select flotilla.uuid_floor(date_trunc('day', now(), 'utc') - interval '1 day')"
        ).rows.first?.decode(0, as: UUID.self)
        return aged
    }

    /// By psql, whose variables the script uses.
    private func fill(_ script: String, _ settled: Int) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sql")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let child = try await run(
            "psql", ["-qXv", "jobs=\(settled)", "-v", "tenant=\(tenant)", "-d", databaseURL, "-f", file.path])
        guard await child.waitForExit(within: .seconds(3600)) == .exited(0) else {
            throw BenchError("the database could not be filled")
        }
    }

    /// As it was: without the weeks before.
    func rejuvenate() async throws {
        let names = try await database.query(
            """
            select name from flotilla.job_partitions
            where lower < flotilla.uuid_floor(date_trunc('day', now(), 'utc') - interval '1 day')
            """
        ).rows.map { try $0.decode(0, as: String.self) }
        for name in names {
            _ = try await database.query(
                "drop table flotilla.\(unescaped: name), flotilla.job_attempts_\(unescaped: String(name.dropFirst(5)))")
            _ = try await database.query("delete from flotilla.job_partitions where name = \(name)")
        }
        _ = try await database.query("truncate flotilla.job_failures")
    }
}
