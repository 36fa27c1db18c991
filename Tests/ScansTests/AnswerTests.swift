import CloudScanners
import Foundation
import Postgres
import Testing

@testable import Scans

@Suite struct AnswerTests {
    @Test("columns filter by their own types, and unknown selects what is not known")
    func filters() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([
                Make.bucket("open", isPublic: true, isEncrypted: false), Make.bucket("shut"),
                Make.bucket("denied", isPublic: .unknown("Denied.")),
            ])
            #expect(
                try await fixture.list(.s3Bucket, ["is_public": "true", "is_encrypted": "false"]).names == ["open"])
            #expect(try await fixture.list(.s3Bucket, ["is_public": "false"]).names == ["shut"])
            #expect(try await fixture.list(.s3Bucket, ["is_public": "unknown"]).names == ["denied"])
            #expect(try await fixture.list(.s3Bucket, ["tags": #"{"Name":"web"}"#]).names == [])
            try await fixture.scan([Make.instance("i-1"), Make.instance("i-2", publicIP: "203.0.113.1")])
            #expect(try await fixture.list(.ec2Instance, ["tags": #"{"Name":"web"}"#]).names == ["i-1", "i-2"])
            #expect(try await fixture.list(.ec2Instance, ["public_ip": ""]).names == ["i-1"])
            for (column, value) in [("is_public", "yes"), ("total_size_gb", "big"), ("tags", "web"), ("region", "a\0")]
            {
                let column = try #require(ResourceType.s3Bucket.column(column))
                #expect(throws: InvalidFilter.self) { try ResourceFilter(column, value) { _ in nil } }
            }
        }
    }

    @Test("an empty list says that nothing was looked at, that a region is missing, or that there is nothing")
    func completeness() async throws {
        try await ScansDatabase.with { fixture in
            let never = try await fixture.list(.s3Bucket).completeness
            #expect(!never.isComplete)
            #expect(never.gaps.map(\.status) == ["never"])
            #expect(never.scan == nil)
            let failed = try await fixture.failedScan(.s3, "The role could not be assumed.", at: moment(0))
            let nothing = try await fixture.list(.s3Bucket).completeness
            #expect(nothing.gaps.map(\.region) == [nil])
            #expect(nothing.gaps.first?.reason == "The role could not be assumed.")
            #expect(nothing.scan == failed)
            try await fixture.scan([S3BucketRecord](), ["eu-west-1": .ok, "us-east-1": .denied], at: moment(10))
            let partly = try await fixture.list(.s3Bucket).completeness
            #expect(partly.gaps.map(\.region) == ["us-east-1"])
            #expect(partly.gaps.map(\.status) == ["denied"])
            // A later scan of one region says nothing of the other.
            try await fixture.scan([S3BucketRecord](), ["eu-west-1": .ok], at: moment(20))
            #expect(try await fixture.list(.s3Bucket).completeness.gaps.map(\.region) == ["us-east-1"])
            try await fixture.scan([S3BucketRecord](), ["us-east-1": .ok], at: moment(30))
            let whole = try await fixture.list(.s3Bucket).completeness
            #expect(whole.isComplete)
            #expect(whole.scannedAt == moment(20))
        }
    }

    @Test("a chart has the points of its time by steps, each once however often it was read")
    func metrics() async throws {
        try await ScansDatabase.with { fixture in
            func series(_ name: MetricName, _ values: [(Double, Double)]) -> MetricSeries {
                Make.series("i-1", name, values.map { (moment($0.0), $0.1) })
            }
            let instance = [Make.instance("i-1"), Make.instance("i-0")]
            try await fixture.scan(
                instance, at: moment(0),
                metrics: [
                    series(.cpuUtilization, [(0, 10), (300, 20), (600, 90)]),
                    series(.networkIn, [(0, 5), (300, 7)]),
                ])
            // The last points were not finished when they were read.
            try await fixture.scan(
                instance, at: moment(900),
                metrics: [series(.cpuUtilization, [(300, 30), (600, 60), (3600, 1)]), series(.connections, [(0, 1)])])
            #expect(try await fixture.count("select count(*) from ec2_performance") == 4)
            let found = try await fixture.scans.resource(.ec2Instance, "i-1", region: nil, of: fixture.tenant)
            let resource = try #require(found.first).id
            let cpu = try #require(ResourceType.ec2Instance.metrics.metric("cpu_utilization"))
            let network = try #require(ResourceType.ec2Instance.metrics.metric("network_in"))
            func chart(_ metric: Metric, _ tenant: UUID) async throws -> [MetricPoint] {
                try await fixture.scans.chart(
                    of: metric, .ec2Instance, resource: resource, from: moment(0), to: moment(3600), step: 600,
                    statistic: metric.statistic, tenant: tenant
                ).points
            }
            let points = try await chart(cpu, fixture.tenant)
            #expect(points.map(\.time) == [moment(0), moment(600)])
            #expect(points.map(\.value) == [20, 60])
            #expect(points.map(\.samples) == [2, 1])
            #expect(try await chart(network, fixture.tenant).map(\.value) == [12])
            #expect(try await chart(cpu, UUID()).isEmpty)
        }
    }

    @Test("a resource is found by our id and by the cloud's, and an ambiguous one by its region")
    func one() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.bucket("b"), Make.bucket("b", "us-east-1")], ["global": .ok])
            let both = try await fixture.scans.resource(.s3Bucket, "b", region: nil, of: fixture.tenant)
            #expect(both.map(\.region) == ["eu-west-1", "us-east-1"])
            let one = try await fixture.scans.resource(.s3Bucket, "b", region: "us-east-1", of: fixture.tenant)
            #expect(one.map(\.id) == [both[1].id])
            let byID = try await fixture.scans.resource(
                .s3Bucket, both[0].id.uuidString, region: nil, of: fixture.tenant)
            #expect(byID.map(\.region) == ["eu-west-1"])
            #expect(try await fixture.scans.resource(.vpc, "b", region: nil, of: fixture.tenant).isEmpty)
            #expect(try await fixture.scans.resource(.s3Bucket, "b", region: nil, of: UUID()).isEmpty)
        }
    }

    @Test("a scan that runs shows how many of its regions are done")
    func progress() async throws {
        try await ScansDatabase.with { fixture in
            let waiting = try await fixture.waiting([.ec2])
            #expect(try await fixture.scans.scan(waiting.id, of: fixture.tenant)?.runs[0].regionsInAll == nil)
            let progress = ScanProgress(
                total: 17,
                regions: [RegionOutcome(service: "ec2", region: "eu-west-1", status: .ok, resources: 3, calls: 1)])
            try await fixture.owner.query(
                """
                update jobs set status = 'running', checkpoint = \(try JSONText(encoding: progress))
                where id = \(waiting.runs[0].job.id.uuid)
                """)
            let run = try #require(try await fixture.scans.scan(waiting.id, of: fixture.tenant)?.runs.first)
            #expect(run.status == .inProgress)
            #expect(run.regionsInAll == 17)
            #expect(run.regions == progress.regions)
            #expect(!run.isComplete)
        }
    }
}
