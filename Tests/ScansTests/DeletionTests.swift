import Foundation
import Postgres
import Testing

@testable import Scans

@Suite struct DeletionTests {
    private func delete(_ fixture: ScansDatabase, _ id: UUID) async throws -> Bool {
        let scan = try #require(try await fixture.scans.scan(id, of: fixture.tenant))
        return try await fixture.scans.delete(scan, of: fixture.tenant)
    }

    @Test("with a scan goes everything that it alone found: no row of it is left anywhere")
    func cascade() async throws {
        try await ScansDatabase.with { fixture in
            let series = Make.series("i-1", .cpuUtilization, [(moment(0), 1)])
            let instances = try await fixture.scan(
                [Make.instance("i-1", publicIP: "203.0.113.1")], at: moment(0), metrics: [series])
            let buckets = try await fixture.scan([Make.bucket("b", isPublic: true, isEncrypted: false)], at: moment(0))
            #expect(try await fixture.findings().count == 3)
            #expect(try await delete(fixture, instances))
            #expect(try await delete(fixture, buckets))
            for table in [
                "scans", "scan_runs", "ec2_instances", "s3_buckets", "resources", "ec2_performance", "findings",
                "scan_coverage", "metric_readings",
            ] {
                #expect(try await fixture.count("select count(*) from \(unescaped: table)") == 0, "\(table)")
            }
        }
    }

    @Test("what another scan saw, too, is as that one left it")
    func others() async throws {
        try await ScansDatabase.with { fixture in
            let first = try await fixture.scan([Make.bucket("b"), Make.bucket("c")], at: moment(0))
            let second = try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(10))
            #expect(try await fixture.list(.s3Bucket).names == ["b"])
            #expect(try await delete(fixture, second))
            #expect(try await fixture.list(.s3Bucket).names == ["b", "c"], "what the second closed is open")
            #expect(try await fixture.list(.s3Bucket, ["is_public": "false"]).names == ["b", "c"])
            #expect(try await fixture.findings(.open) == [])
            #expect(try await fixture.list(.s3Bucket).completeness.scannedAt == moment(0))
            let third = try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(20))
            #expect(try await delete(fixture, first))
            #expect(try await fixture.list(.s3Bucket, [:], .any).names == ["b"])
            let row = try await fixture.owner.query("select first_seen_at from resources").rows[0]
            #expect(try row.decode(0, as: Date.self) == moment(20))
            #expect(try await fixture.findings(.open) == ["b s3_bucket_public open"])
            #expect(try await delete(fixture, third))
        }
    }

    @Test("what an earlier scan that is left had closed is closed again when the one that reopened it goes")
    func closedBefore() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.bucket("b"), Make.bucket("c")], at: moment(0))
            try await fixture.scan([Make.bucket("c")], at: moment(10))
            let back = try await fixture.scan([Make.bucket("b"), Make.bucket("c")], at: moment(20))
            #expect(try await delete(fixture, back))
            #expect(try await fixture.list(.s3Bucket).names == ["c"])
            #expect(try await fixture.list(.s3Bucket, [:], .closed).names == ["b"])
        }
    }

    @Test("a scan that runs is not deleted; cancelled, it is")
    func open() async throws {
        try await ScansDatabase.with { fixture in
            let waiting = try await fixture.waiting([.ec2])
            #expect(try await delete(fixture, waiting.id) == false)
            let scan = try #require(try await fixture.scans.scan(waiting.id, of: fixture.tenant))
            #expect(try await fixture.scans.cancel(scan, of: fixture.tenant))
            let cancelled = try #require(try await fixture.scans.scan(waiting.id, of: fixture.tenant))
            #expect(cancelled.runs[0].status == .cancelled)
            #expect(try await fixture.scans.cancel(cancelled, of: fixture.tenant) == false)
            #expect(try await delete(fixture, waiting.id))
        }
    }

    @Test("a tenant deletes, mutes and sees nothing of another one")
    func walls() async throws {
        try await ScansDatabase.with { fixture in
            let stranger = UUID()
            try await fixture.makeAccount(stranger)
            let id = try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(0))
            try await fixture.scan([Make.bucket("x")], at: moment(0), tenant: stranger)
            let scan = try #require(try await fixture.scans.scan(id, of: fixture.tenant))
            #expect(try await fixture.scans.delete(scan, of: stranger) == false)
            #expect(try await fixture.scans.scan(id, of: stranger) == nil)
            #expect(try await fixture.list(.s3Bucket, tenant: stranger).names == ["x"])
            #expect(try await fixture.findings(tenant: stranger) == [])
            #expect(try await fixture.list(.s3Bucket).names == ["b"])
        }
    }

    @Test(
        "what a whole list closed, although details were denied, is closed again; what a scan of other regions missed is not"
    )
    func wholeLists() async throws {
        try await ScansDatabase.with { fixture in
            let (a, b) = (Make.bucket("a"), Make.bucket("b", "us-east-1"))
            try await fixture.scan([a, b], ["global": .ok, "eu-west-1": .ok, "us-east-1": .ok], at: moment(0))
            try await fixture.scan([b], ["global": .ok, "us-east-1": .ok], at: moment(10), asked: ["us-east-1"])
            try await fixture.scan(
                [Make.bucket("c", "us-east-1")], ["global": .ok, "eu-west-1": .ok, "us-east-1": .partial],
                at: moment(20),
                cause: .denied, isWholeList: true)
            #expect(try await fixture.list(.s3Bucket).names == ["c"])
            let later = try await fixture.scan([a, b], ["global": .ok], at: moment(30))
            #expect(try await delete(fixture, later))
            #expect(try await fixture.list(.s3Bucket).names == ["c"])
            let times = try await fixture.owner.query("select closed_at from resources where closed_at is not null")
                .rows
            #expect(try times.map { try $0.decode(0, as: Date.self) } == [moment(20), moment(20)])
        }
    }
}
