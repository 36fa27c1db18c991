import CloudScanners
import Foundation
import Jobs
import Postgres
import Testing

@testable import Scans

@Suite("Metrics that a job of their own reads") struct MetricsJobTests {
    private static let points = [Make.series("i-1", .cpuUtilization, [(moment(0), 1)])]

    @Test("a run is there before its metrics are, and says that they are pending; then it says what came")
    func pending() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2])
            let job = try fixture.reading(of: scan.runs[0])
            try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(0), reading: job)
            let view = try #require(try await fixture.scans.scan(scan.id, of: fixture.tenant))
            #expect(view.status == .success && view.runs[0].metrics == Make.requested(of: job.id))
            #expect(try await fixture.measurements() == [0, 0])
            #expect(try await fixture.read(job, Self.points, of: scan.runs[0]))
            let read = try #require(try await fixture.metrics(of: scan))
            #expect(read.status == .ok && read.points == 1 && read.job == job.id.uuid)
            #expect(try await fixture.measurements() == [1, 1])
            // An attempt that ends twice writes nothing twice.
            #expect(try await !fixture.read(job, Self.points, of: scan.runs[0]))
        }
    }

    @Test("a scan job that the version before queued is understood, and wants its metrics")
    func before() throws {
        let text = #"{"run_id": "019A0000-0000-7000-8000-000000000000", "role_arn": "arn", "metrics_hours": 24}"#
        let payload = try ScanPayload(encoded: Array(text.utf8))
        #expect(payload.metricsHours == 24 && payload.roleARN == "arn" && payload.regions == nil)
    }

    @Test("a run that could read a part only has its metrics read all the same")
    func partial() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2])
            let job = try fixture.reading(of: scan.runs[0])
            try await fixture.close(
                scan.runs[0], [Make.instance("i-1")], ["eu-west-1": .ok, "us-east-1": .denied], at: moment(0),
                reading: job)
            #expect(try await fixture.scans.scan(scan.id, of: fixture.tenant)?.status == .error)
            #expect(try await fixture.read(job, Self.points, of: scan.runs[0]))
            #expect(try await fixture.metrics(of: scan)?.status == .ok)
        }
    }

    @Test("pending is never said of a job that has ended, or is not kept any more")
    func ends() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2])
            let job = try fixture.reading(of: scan.runs[0])
            try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(0), reading: job)
            for (status, shown) in [
                ("running", "pending"), ("retrying", "pending"), ("scheduled", "pending"), ("queued", "pending"),
                ("failed", "failed"), ("cancelled", "cancelled"), ("succeeded", "failed"),
            ] {
                let error = status == "failed" ? #"{"code": "crashed", "message": "It crashed."}"# : nil
                try await fixture.owner.query(
                    """
                    update jobs set status = \(status)::job_status, error = \(error as String?)::jsonb
                    where id = \(job.id.uuid)
                    """)
                let report = try #require(try await fixture.metrics(of: scan))
                #expect(report.status.rawValue == shown, "\(status)")
                #expect(report.reasons.isEmpty == (shown == "pending"))
                if status == "failed" { #expect(report.reasons == ["It crashed."]) }
            }
            try await fixture.owner.query("delete from jobs where id = \(job.id.uuid)")
            #expect(try await fixture.metrics(of: scan)?.status == .failed)
        }
    }

    @Test("a scan that is deleted before the reading, or in the middle of it, has nothing written")
    func deleted() async throws {
        try await ScansDatabase.with { fixture in
            // The resource stays: another scan saw it.
            try await fixture.scan([Make.instance("i-1")], at: moment(0))
            func delete(_ scan: NewScan) async throws {
                let view = try #require(try await fixture.scans.scan(scan.id, of: fixture.tenant))
                #expect(try await fixture.scans.delete(view, of: fixture.tenant))
            }
            func status(_ job: NewJob) async throws -> JobStatus? {
                try await fixture.store.job(job.id, for: .everybody)?.status
            }
            for isEarly in [true, false] {
                let scan = try await fixture.waiting([.ec2])
                let job = try fixture.reading(of: scan.runs[0])
                try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(10), reading: job)
                if isEarly {
                    try await delete(scan)
                    #expect(try await status(job) == .cancelled)
                    #expect(try await !fixture.read(job, Self.points, of: scan.runs[0]))
                } else {
                    let done = try await fixture.read(job, Self.points, of: scan.runs[0]) {
                        // As if the worker had not heard of it.
                        try await delete(scan)
                        try await fixture.owner.query("update jobs set status = 'queued' where id = \(job.id.uuid)")
                    }
                    #expect(done)
                    #expect(try await status(job) == .succeeded, "it ends quietly")
                }
                #expect(try await fixture.measurements() == [0, 0])
            }
        }
    }

    @Test("a run that was looked at again has its metrics read once more, and the job of before writes nothing")
    func again() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2])
            let jobs = [try fixture.reading(of: scan.runs[0]), try fixture.reading(of: scan.runs[0])]
            try await fixture.close(
                scan.runs[0], [Make.instance("i-1")], ["eu-west-1": .partial], at: moment(0), reading: jobs[0])
            let stale = try await fixture.read(jobs[0], Self.points, of: scan.runs[0]) {
                #expect(try await fixture.store.retry(scan.runs[0].job.id, for: .everybody) != nil)
                try await fixture.close(scan.runs[0], [Make.instance("i-2")], at: moment(10), reading: jobs[1])
            }
            #expect(stale)
            #expect(try await fixture.measurements() == [0, 0])
            #expect(try await fixture.metrics(of: scan) == Make.requested(of: jobs[1].id))
            #expect(try await !fixture.read(jobs[0], Self.points, of: scan.runs[0]))
            let requested = try await fixture.scans.requestedMetrics(
                of: scan.runs[0].id, for: jobs[1].id, tenant: fixture.tenant)
            #expect(requested?.targets.map(\.identifier) == ["i-2"], "what the run sees now")
            let foreign = try await fixture.scans.requestedMetrics(of: scan.runs[0].id, for: jobs[1].id, tenant: UUID())
            #expect(foreign == nil)
        }
    }

    @Test("cancelling a scan cancels the reading; a job that a cancelled run left behind knows of it")
    func cancelled() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.ec2])
            let job = try fixture.reading(of: scan.runs[0])
            try await fixture.close(scan.runs[0], [Make.instance("i-1")], at: moment(0), reading: job)
            func wasCancelled() async throws -> Bool? {
                try await fixture.scans.requestedMetrics(of: scan.runs[0].id, for: job.id, tenant: fixture.tenant)?
                    .wasCancelled
            }
            #expect(try await wasCancelled() == false)
            try await fixture.owner.query(
                "update jobs set cancel_requested_at = now() where id = \(scan.runs[0].job.id.uuid)")
            #expect(try await wasCancelled() == true)
            func cancel() async throws -> Bool {
                let view = try #require(try await fixture.scans.scan(scan.id, of: fixture.tenant))
                return try await fixture.scans.cancel(view, of: fixture.tenant)
            }
            #expect(try await cancel())
            let view = try #require(try await fixture.scans.scan(scan.id, of: fixture.tenant))
            #expect(view.status == .success && view.runs[0].metrics?.status == .cancelled)
            #expect(try await !cancel(), "nothing is left to cancel")
        }
    }

    @Test("what was stopped or gone before the window, or has no place, is not asked for")
    func targets() async throws {
        try await ScansDatabase.with { fixture in
            let instances = [
                Make.instance("i-1"), Make.instance("i-2", state: "terminated"), Make.instance("i-3", state: "stopped"),
                Make.instance("i-4", state: "stopped", stoppedAt: moment(-1)),
                Make.instance("i-5", state: "stopped", stoppedAt: moment(1)),
            ]
            #expect(
                instances.map { $0.measurability.isGiven(since: moment(0)) } == [true, false, true, false, true])
            let scan = try await fixture.waiting([.ec2])
            let job = try fixture.reading(of: scan.runs[0])
            try await fixture.close(scan.runs[0], instances, at: moment(0), reading: job)
            func targets(_ scan: NewScan, _ job: NewJob) async throws -> [String]? {
                try await fixture.scans.requestedMetrics(of: scan.runs[0].id, for: job.id, tenant: fixture.tenant)?
                    .targets.map { "\($0.regionName) \($0.identifier)" }
            }
            #expect(try await targets(scan, job) == ["eu-west-1 i-1", "eu-west-1 i-3", "eu-west-1 i-5"])
            let buckets = try await fixture.waiting([.s3])
            let other = try fixture.reading(of: buckets.runs[0])
            try await fixture.close(
                buckets.runs[0], [Make.bucket("a"), Make.bucket("b", RegionOutcome.unplaced)], ["global": .ok],
                at: moment(0),
                reading: other)
            #expect(try await targets(buckets, other) == ["eu-west-1 a"])
        }
    }

    @Test("the size of a bucket is not known until the metrics are read, and then as far as they contain it")
    func sizes() async throws {
        try await ScansDatabase.with { fixture in
            func sizes() async throws -> [String] {
                try await fixture.owner.query(
                    "select total_size_gb as size, total_size_gb_reason as reason from s3_buckets order by bucket_name"
                ).rows.map { row in
                    try row.decode("size", as: Double?.self).map { "\($0)" }
                        ?? row.decode("reason", as: String?.self) ?? "nothing"
                }
            }
            func size(_ bucket: String, _ values: [Double], _ reason: String? = nil) -> MetricSeries {
                MetricSeries(
                    kind: "s3_bucket", identifier: bucket, regionName: "eu-west-1", name: .sizeBytes, period: 86_400,
                    source: "a test", status: reason == nil ? .complete : .denied,
                    points: values.enumerated().map { .init(timestamp: moment(Double($0)), value: $1) }, reason: reason)
            }
            let scan = try await fixture.waiting([.s3])
            let job = try fixture.reading(of: scan.runs[0])
            let buckets = ["a", "b", "c"].map { Make.bucket($0) }
            try await fixture.close(scan.runs[0], buckets, at: moment(0), reading: job)
            #expect(try await sizes().allSatisfy { $0.contains("still being read") })
            try await fixture.read(
                job, [size("a", [1, 3 * Double(1 << 30)]), size("b", [], "Allow it."), size("c", [])], of: scan.runs[0])
            #expect(try await sizes() == ["3.0", "Allow it.", "Allow it."])

            // A reading whose run was repeated meanwhile writes no size.
            let other = try await fixture.waiting([.s3])
            let jobs = [try fixture.reading(of: other.runs[0]), try fixture.reading(of: other.runs[0])]
            let bucket = [Make.bucket("a")]
            try await fixture.close(other.runs[0], bucket, ["global": .partial], at: moment(10), reading: jobs[0])
            try await fixture.read(jobs[0], [size("a", [1])], of: other.runs[0]) {
                #expect(try await fixture.store.retry(other.runs[0].job.id, for: .everybody) != nil)
                try await fixture.close(other.runs[0], bucket, at: moment(20), reading: jobs[1])
            }
            #expect(try await sizes().filter { $0.contains("still being read") }.count == 2)
        }
    }
}
