import Foundation
import Postgres
import Testing

@testable import Scans

@Suite struct HistoryTests {
    @Test("what a complete region does not have any more is closed; what a partial one does not show stays open")
    func closing() async throws {
        try await ScansDatabase.with { fixture in
            let all = [Make.instance("i-1"), Make.instance("i-2"), Make.instance("i-3", "us-east-1")]
            try await fixture.scan(all, ["eu-west-1": .ok, "us-east-1": .ok], at: moment(0))
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2", "i-3"])
            try await fixture.scan([all[0]], ["eu-west-1": .partial, "us-east-1": .denied], at: moment(10))
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2", "i-3"])
            try await fixture.scan([all[0]], ["eu-west-1": .ok, "us-east-1": .throttled], at: moment(20))
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-3"])
            #expect(try await fixture.list(.ec2Instance, [:], .closed).names == ["i-2"])
            try await fixture.scan(all, ["eu-west-1": .ok, "us-east-1": .ok], at: moment(30))
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2", "i-3"], "what is back is open")
        }
    }

    @Test("a bucket in a region that was not requested is gone when the list for the whole account is complete")
    func global() async throws {
        try await ScansDatabase.with { fixture in
            let buckets = [Make.bucket("a", "eu-west-1"), Make.bucket("b", "us-east-1"), Make.bucket("c", "sa-east-1")]
            try await fixture.scan(buckets, ["global": .ok], at: moment(0))
            try await fixture.scan([buckets[0]], ["global": .ok, "sa-east-1": .denied], at: moment(10))
            #expect(try await fixture.list(.s3Bucket).names == ["a", "c"])
        }
    }

    @Test("one account of the cloud says nothing of another one of the same tenant")
    func cloudAccounts() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.instance("i-1")], at: moment(0))
            try await fixture.scan(
                [Make.instance("i-2")], at: moment(10), role: "arn:aws:iam::999988887777:role/scan")
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2"])
        }
    }

    @Test("a run that ends late changes nothing that a younger one saw")
    func late() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.instance("i-1"), Make.instance("i-2")], at: moment(20))
            try await fixture.scan([Make.instance("i-1", state: "stopped")], at: moment(10))
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2"])
            #expect(try await fixture.list(.ec2Instance, ["state": "stopped"]).names == [])
        }
    }

    @Test("a resource knows its first and its latest sighting; the same one twice in a run is one")
    func upserts() async throws {
        try await ScansDatabase.with { fixture in
            for time in [0.0, 10, 20] {
                try await fixture.scan([Make.instance("i-1"), Make.instance("i-1")], at: moment(time))
            }
            let rows = try await fixture.owner.query("select first_seen_at, latest_seen_at from resources").rows
            #expect(rows.count == 1)
            #expect(try rows[0].decode(0, as: Date.self) == moment(0))
            #expect(try rows[0].decode(1, as: Date.self) == moment(20))
            #expect(try await fixture.count("select count(*) from ec2_instances") == 3)
        }
    }

    @Test("every record has the columns of its type, and every column is one of the table")
    func columns() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.instance("i-1")])
            try await fixture.scan([Make.bucket("b")])
            try await fixture.scan([Make.network("vpc-1", isDefault: false)])
            try await fixture.scan([Make.database("db")])
            for type in ResourceType.all {
                #expect(try await fixture.list(type).names.count == 1, "\(type.name)")
                for column in type.columns where column.kind != .text && column.kind != .tags {
                    #expect(try await fixture.list(type, [column.name: "unknown"]).names.count <= 1)
                }
                for metric in type.metrics.metrics {
                    #expect(
                        try await fixture.count(
                            """
                            select count(*) from information_schema.columns
                            where table_schema || '.' || table_name = \(type.metrics.name) and column_name = \(metric.name)
                            """) == 1)
                }
            }
        }
    }

    @Test("partitions are made ahead by any number of processes, and old ones go with all that they hold")
    func retention() async throws {
        try await ScansDatabase.with { fixture in
            let old = Date().addingTimeInterval(-500 * 86_400)
            try await fixture.owner.query("select flotilla.make_scan_partition('ec2_instances', \(old))")
            let scan = try await fixture.scan([Make.instance("i-old")], at: old)
            let age: Query = "flotilla.uuid_floor(now() - interval '500 days')"
            try await fixture.owner.execute([
                """
                insert into scans (id, account, user_id, provider, services, role_arn)
                select \(age), account, user_id, provider, services, role_arn from scans where id = \(scan)
                """,
                "update scan_runs set scan_id = \(age) where scan_id = \(scan)",
                "delete from scans where id = \(scan)",
            ])
            try await fixture.scan([Make.instance("i-new")], at: Date())
            let tables: Query =
                "select count(*) from pg_class where relname ~ '^ec2_instances_[0-9]+$' and relkind = 'r'"
            let before = try await fixture.count(tables)
            async let first = fixture.scans.ensurePartitions()
            async let second = fixture.scans.ensurePartitions()
            #expect(try await first + second == 0)
            #expect(try await fixture.forget() == 1)
            #expect(try await fixture.count(tables) == before - 1)
            #expect(try await fixture.list(.ec2Instance, [:], .any).names == ["i-new"])
            #expect(try await fixture.count("select count(*) from resources") == 1)
            #expect(try await fixture.count("select count(*) from scans") == 1)
            // Whatever refers to a scan, a run or a resource went with it.
            for (table, column, other) in [
                ("scan_runs", "scan_id", "scans"), ("ec2_instances", "scan_run_id", "scan_runs"),
                ("ec2_instances", "resource_id", "resources"), ("findings", "resource_id", "resources"),
                ("scan_coverage", "scan_run_id", "scan_runs"), ("resources", "latest_run", "scan_runs"),
            ] {
                let orphans: Query = """
                    select count(*) from \(unescaped: table) one
                    where \(unescaped: column) is not null
                        and not exists (select from \(unescaped: other) where id = one.\(unescaped: column))
                    """
                #expect(try await fixture.count(orphans) == 0, "\(table).\(column)")
            }
        }
    }

    @Test("a partition that is being read is not dropped, and the attempt delays no other reader")
    func busy() async throws {
        try await ScansDatabase.with { fixture in
            let old = Date().addingTimeInterval(-500 * 86_400)
            try await fixture.owner.query("select flotilla.make_scan_partition('ec2_instances', \(old))")
            try await fixture.scan([Make.instance("i-new")])
            try await fixture.owner.withConnection { connection in
                try await connection.query("begin")
                try await connection.query("select count(*) from flotilla.ec2_instances")
                async let drop = fixture.scans.dropPartition(resources: .seconds(400 * 86_400), metrics: .zero)
                let start = ContinuousClock.now
                for _ in 0..<5 { #expect(try await fixture.list(.ec2Instance).names == ["i-new"]) }
                #expect(ContinuousClock.now - start < .seconds(3))
                #expect(try await drop == .busy)
                try await connection.query("commit")
            }
            #expect(try await fixture.forget() == 1)
        }
    }

    @Test("rows of a time that has no partition yet are kept, and move when it is made")
    func defaultPartition() async throws {
        try await ScansDatabase.with { fixture in
            let old = Date().addingTimeInterval(-200 * 86_400)
            try await fixture.scan([Make.instance("i-1")], at: old)
            #expect(try await fixture.count("select count(*) from ec2_instances_default") == 1)
            try await fixture.owner.query("select flotilla.make_scan_partition('ec2_instances', \(old))")
            #expect(try await fixture.count("select count(*) from ec2_instances_default") == 0)
            #expect(try await fixture.list(.ec2Instance).names == ["i-1"])
        }
    }
}
