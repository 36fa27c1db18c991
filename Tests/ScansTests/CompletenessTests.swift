import CloudScanners
import Foundation
import Jobs
import Postgres
import Testing

@testable import Scans

@Suite struct CompletenessTests {
    @Test("a list that is whole closes what is gone, although details were denied; one that is cut closes nothing")
    func wholeLists() async throws {
        try await ScansDatabase.with { fixture in
            let all = [Make.instance("i-1"), Make.instance("i-2"), Make.instance("i-3")]
            try await fixture.scan(all, at: moment(0))
            try await fixture.scan(
                [all[0]], ["eu-west-1": .partial], at: moment(10), cause: .timedOut, isWholeList: false)
            #expect(try await fixture.list(.ec2Instance).names == ["i-1", "i-2", "i-3"])
            let scan = try await fixture.scan(
                Array(all.prefix(2)), ["eu-west-1": .partial], at: moment(20), cause: .denied, isWholeList: true)
            let (names, completeness) = try await fixture.list(.ec2Instance)
            #expect(names == ["i-1", "i-2"])
            // No resource is missing, yet not everything is known.
            #expect(!completeness.isComplete)
            #expect(completeness.gaps.map(\.cause) == ["denied"] && completeness.gaps.map(\.isWholeList) == [true])
            let run = try #require(try await fixture.scans.scan(scan, of: fixture.tenant)?.runs.first)
            #expect(run.regions.map(\.service) == ["ec2"] && run.regions.map(\.cause) == [.denied])
            #expect(run.regions.map(\.isWholeList) == [true])
            let page = try await fixture.scans.resources(
                .ec2Instance, .scan(scan), of: fixture.tenant, filters: [], after: nil, limit: 10)
            #expect(page.completeness.gaps == completeness.gaps)
        }
    }

    @Test("the same holds for a list of the whole account, whose regions are named where they are cut")
    func wholeAccounts() async throws {
        try await ScansDatabase.with { fixture in
            let buckets = [Make.bucket("a"), Make.bucket("b", "us-east-1"), Make.bucket("c", "sa-east-1")]
            try await fixture.scan(buckets, ["global": .ok], at: moment(0))
            try await fixture.scan([buckets[0]], ["global": .partial], at: moment(10), isWholeList: false)
            #expect(try await fixture.list(.s3Bucket).names == ["a", "c", "b"])
            try await fixture.scan(
                [buckets[0]], ["global": .partial, "sa-east-1": .throttled], at: moment(20), cause: .denied,
                isWholeList: true)
            #expect(try await fixture.list(.s3Bucket).names == ["a", "c"])
        }
    }

    @Test("a scan of some regions says nothing of buckets in others, which it listed and did not read")
    func selective() async throws {
        try await ScansDatabase.with { fixture in
            let buckets = [Make.bucket("a"), Make.bucket("b"), Make.bucket("c", "us-east-1")]
            let first = try await fixture.scan(
                buckets, ["global": .ok, "eu-west-1": .ok, "us-east-1": .ok], at: moment(0))
            let second = try await fixture.scan(
                [buckets[0]], ["global": .ok, "eu-west-1": .ok], at: moment(10), asked: ["eu-west-1"])
            #expect(try await fixture.list(.s3Bucket).names == ["a", "c"])
            let (old, new) = (
                try #require(try await fixture.scans.scan(first, of: fixture.tenant)),
                try #require(try await fixture.scans.scan(second, of: fixture.tenant))
            )
            let diff = try await fixture.scans.diff(
                new, against: ["s3": old], of: fixture.tenant, beyond: nil, limit: 10)
            #expect(diff.items.map { "\($0.identifier) \($0.change.rawValue)" } == ["b gone", "c not_known"])
        }
    }

    @Test("a bucket whose region cannot be read this time is not gone from where it was")
    func unplaced() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan(
                [Make.bucket("a"), Make.bucket("b")], ["global": .ok, "eu-west-1": .ok], at: moment(0))
            try await fixture.scan(
                [Make.bucket("a", "unknown")], ["global": .partial, "eu-west-1": .ok, "unknown": .partial],
                at: moment(10), cause: .denied, isWholeList: true)
            let open = try await fixture.scans.resource(.s3Bucket, "a", region: nil, of: fixture.tenant)
            #expect(open.map(\.region) == ["eu-west-1", "unknown"])
            #expect(try await fixture.list(.s3Bucket, [:], .closed).names == ["b"])
        }
    }

    @Test("rows of a version that knew neither services nor causes are read: only what was complete is whole")
    func earlierRows() throws {
        let text =
            #"[{"region":"a","status":"ok","resources":1,"calls":2},{"region":"b","status":"partial","resources":1,"calls":2,"reason":"x"}]"#
        let reports = try JSONDecoder().decode([RegionOutcome].self, from: Data(text.utf8))
        #expect(reports.map(\.isWholeList) == [true, false] && reports.map(\.cause) == [nil, nil])
        let again = try JSONDecoder().decode([RegionOutcome].self, from: JSONEncoder().encode(reports))
        #expect(again == reports)
    }

    @Test("a run's notice and what became of its metrics are kept with its receipt, and a metric's end with the metric")
    func metrics() async throws {
        try await ScansDatabase.with { fixture in
            let series = [
                Make.series("i-1", .cpuUtilization, [(moment(0), 1)]),
                Make.series("i-1", .networkIn, [], status: .denied, reason: "Allow it."),
                Make.series("i-gone", .networkIn, [], status: .denied, reason: "Allow it."),
            ]
            let report = Make.report(series)
            #expect(report.status == .partial && report.points == 1 && report.reasons == ["Allow it."])
            #expect(report.series == ["complete": 1, "denied": 2] && report.resources == 2)
            let scan = try await fixture.scan(
                [Make.instance("i-1")], at: moment(0), metrics: series)
            let kept = try #require(try await fixture.scans.scan(scan, of: fixture.tenant)?.runs.first?.metrics)
            #expect(kept == Make.report(series, of: Make.requested(of: kept.job.map { JobID($0) })))
            let id = try #require(
                try await fixture.scans.resource(.ec2Instance, "i-1", region: nil, of: fixture.tenant).first?.id)
            func reading(_ name: String, _ tenant: UUID) async throws -> MetricReadingEnd? {
                let metric = try #require(ResourceType.ec2Instance.metrics.metric(name))
                return try await fixture.scans.chart(
                    of: metric, .ec2Instance, resource: id, from: moment(0), to: moment(600), step: 300,
                    statistic: .average, tenant: tenant
                ).reading
            }
            #expect(try await reading("cpu_utilization", fixture.tenant)?.status == "complete")
            let denied = try #require(try await reading("network_in", fixture.tenant))
            #expect(denied.status == "denied" && denied.reason == "Allow it." && denied.source == "a test")
            #expect(denied.from == moment(0) && denied.to == moment(3600) && denied.period == 300)
            #expect(try await reading("network_out", fixture.tenant) == nil)
            #expect(try await reading("network_in", UUID()) == nil, "another tenant")
            // An older run that ends later does not take its place.
            let good = [Make.series("i-1", .networkIn, [(moment(0), 2)])]
            try await fixture.scan([Make.instance("i-1")], at: moment(-10), metrics: good)
            #expect(try await reading("network_in", fixture.tenant)?.status == "denied")
            try await fixture.scan([Make.instance("i-1")], at: moment(10), metrics: good)
            #expect(try await reading("network_in", fixture.tenant)?.status == "complete")
        }
    }

    @Test("what became of a reading is the worst of what is missing, and partial when anything came")
    func statuses() {
        func status(_ all: MetricSeries.Status...) -> MetricsReport.Status {
            Make.report(all.map { Make.series("i", .networkIn, [], status: $0) }).status
        }
        #expect(status() == .ok && status(.complete, .absent) == .ok && status(.absent) == .ok)
        #expect(status(.complete, .denied) == .partial && status(.partial) == .partial)
        #expect(status(.absent, .denied, .throttled) == .denied && status(.throttled, .failed) == .throttled)
        #expect(status(.timedOut, .skipped) == .timedOut && status(.skipped) == .skipped && status(.failed) == .failed)
    }
}
