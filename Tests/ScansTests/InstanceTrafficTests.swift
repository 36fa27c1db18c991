import CloudScanners
import Foundation
import Jobs
import Testing

@testable import Scans

@Suite("Networks whose traffic is that of their instances") struct InstanceTrafficTests {
    /// A scan of both whose two runs have ended, and the jobs that read their metrics.
    private func scan(_ fixture: ScansDatabase) async throws -> (scan: NewScan, ec2: NewJob, vpc: NewJob) {
        let scan = try await fixture.waiting([.ec2, .vpc])
        let jobs = try scan.runs.map { try fixture.reading(of: $0) }
        return (scan, jobs[0], jobs[1])
    }

    @Test("the networks wait until the instances are read, or will never be")
    func waiting() async throws {
        try await ScansDatabase.with { fixture in
            let (scan, ec2, vpc) = try await scan(fixture)
            try await fixture.close(
                scan.runs[1], [Make.network("vpc-1", isDefault: true)], at: moment(0), reading: vpc)
            func waits() async throws -> Bool? {
                guard
                    let requested = try await fixture.scans.requestedMetrics(
                        of: scan.runs[1].id, for: vpc.id, tenant: fixture.tenant)
                else { return nil }
                return try await fixture.scans.awaitsInstances(requested, tenant: fixture.tenant)
            }
            #expect(try await waits() == true, "the instances are being looked for")
            try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(0), reading: ec2)
            #expect(try await waits() == true, "they are being read")
            let own = try #require(
                try await fixture.scans.requestedMetrics(of: scan.runs[0].id, for: ec2.id, tenant: fixture.tenant))
            #expect(try await !fixture.scans.awaitsInstances(own, tenant: fixture.tenant))
            try await fixture.owner.query("update jobs set status = 'failed' where id = \(ec2.id.uuid)")
            #expect(try await waits() == false)
            try await fixture.owner.query("update jobs set status = 'queued' where id = \(ec2.id.uuid)")
            #expect(try await fixture.read(ec2, [], of: scan.runs[0]))
            #expect(try await waits() == false)
        }
    }

    @Test("what was read completely, over the same periods, in the same account, need not be asked for")
    func known() async throws {
        try await ScansDatabase.with { fixture in
            let (scan, ec2, vpc) = try await scan(fixture)
            let instances = ["i-1", "i-2", "i-3"].map { Make.instance($0, vpc: "vpc-1") }
            let series = [
                Make.series("i-1", .networkIn, [(moment(0), 1), (moment(300), 2), (moment(7200), 9)]),
                Make.series("i-1", .networkOut, []), Make.series("i-1", .cpuUtilization, [(moment(0), 50)]),
                Make.series("i-2", .networkIn, [(moment(0), 4)], status: .partial, reason: "Some."),
            ]
            try await fixture.close(scan.runs[0], instances, at: moment(0), reading: ec2)
            try await fixture.close(
                scan.runs[1], [Make.network("vpc-1", isDefault: true)], at: moment(0), reading: vpc)
            #expect(try await fixture.read(ec2, series, of: scan.runs[0]))
            let requested = try #require(
                try await fixture.scans.requestedMetrics(of: scan.runs[1].id, for: vpc.id, tenant: fixture.tenant))
            func known(_ tenant: UUID) async throws -> [String] {
                try await fixture.scans.instanceTraffic(for: requested, tenant: tenant).map {
                    "\($0.identifier) \($0.name.rawValue) \($0.points.map(\.value))"
                }.sorted()
            }
            #expect(try await known(fixture.tenant) == ["i-1 network_in [1.0, 2.0]", "i-1 network_out []"])
            #expect(try await known(UUID()).isEmpty)
            // As if it had been read over other periods.
            try await fixture.owner.query("update metric_readings set ended = ended + interval '5 minutes'")
            #expect(try await known(fixture.tenant).isEmpty)
        }
    }

    @Test("a border of five minutes between the ends of the two runs does not have the instances asked for twice")
    func border() async throws {
        try await ScansDatabase.with { fixture in
            let (scan, ec2, vpc) = try await scan(fixture)
            try await fixture.close(scan.runs[0], [Make.instance("i-1", vpc: "vpc-1")], at: moment(0), reading: ec2)
            try await fixture.close(
                scan.runs[1], [Make.network("vpc-1", isDefault: true)], at: moment(0), reading: vpc)
            #expect(
                try await fixture.read(
                    ec2, [Make.series("i-1", .networkIn, [(moment(0), 1)])], of: scan.runs[0]))
            // A period begins 100 s before `moment(0)`.
            let windows: [(earlier: Double, known: Int)] = [(0, 1), (110, 1), (410, 0)]
            for (earlier, known) in windows {
                try await fixture.owner.query(
                    """
                    update scan_runs set metrics = metrics || jsonb_build_object(
                        'from', \(moment(-earlier).timeIntervalSinceReferenceDate),
                        'to', \(moment(3600 - earlier).timeIntervalSinceReferenceDate))
                    where id = \(scan.runs[1].id)
                    """)
                let requested = try #require(
                    try await fixture.scans.requestedMetrics(of: scan.runs[1].id, for: vpc.id, tenant: fixture.tenant))
                #expect(try await fixture.scans.instanceTraffic(for: requested, tenant: fixture.tenant).count == known)
            }
        }
    }
}
