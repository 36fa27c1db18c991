import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Metrics that a scan reads", .serialized, FleetScope<MetricsEnvironment>(), .logs(of: MetricsEnvironment.self))
struct MetricsRoadTests {
    let estate: MetricsEnvironment

    init() throws { estate = try MetricsEnvironment.current }

    private static let points: Query = "select count(*) from ec2_performance"

    private func run(_ scan: JSON, _ service: String) -> JSON {
        scan["runs"].array.first { $0["service"].string == service } ?? [:]
    }

    @Test("what CloudWatch measured of all four services is in their charts, and a second scan doubles nothing")
    func charts() async throws {
        let tenant = estate.measured
        let now = Date()
        func ago(_ minutes: Double) -> Date { now.addingTimeInterval(-minutes * 60) }
        let bucket = "bucket-111122223333"
        for (number, id) in estate.instances.enumerated() {
            let own: KeyValuePairs = ["InstanceId": id]
            let factor = Double(number + 1)
            try await estate.measure(
                "AWS/EC2", "CPUUtilization", own, [(ago(61), 10 * factor), (ago(31), 20 * factor)])
            try await estate.measure("AWS/EC2", "NetworkIn", own, [(ago(61), 1000 * factor), (ago(31), 2000 * factor)])
            try await estate.measure("AWS/EC2", "NetworkOut", own, [(ago(31), 7 * factor)])
        }
        let database: KeyValuePairs = ["DBInstanceIdentifier": "db"]
        try await estate.measure("AWS/RDS", "DatabaseConnections", database, [(ago(31), 12)])
        try await estate.measure("AWS/RDS", "CPUUtilization", database, [(ago(31), 55)])
        try await estate.measure("AWS/RDS", "FreeStorageSpace", database, [(ago(61), 900), (ago(31), 800)])
        // What the stand-in says itself of the standard class is 0 for an empty bucket.
        try await estate.measure(
            "AWS/S3", "BucketSizeBytes", ["BucketName": bucket, "StorageType": "GlacierStorage"],
            [(ago(60 * 25), 5 * Double(1 << 30))])
        try await estate.measure(
            "AWS/S3", "AllRequests", ["BucketName": bucket, "FilterId": "EntireBucket"], [(ago(61), 40), (ago(31), 2)])

        let scan = try await estate.scan(tenant)
        #expect(scan["status"] == "success", "\(scan)")
        #expect(scan["metrics"]["hours"] == 24)
        for service in ["ec2", "s3", "vpc", "rds"] {
            #expect(run(scan, service)["metrics"]["status"] == "ok", "\(run(scan, service))")
        }
        #expect(run(scan, "ec2")["metrics"]["queries"] == 6 && run(scan, "ec2")["metrics"]["limit"] == 20)
        #expect(run(scan, "ec2")["metrics"]["series"]["complete"] == 6)
        // The traffic of a network's instances is billed once.
        #expect(run(scan, "vpc")["metrics"]["queries"] == 0, "\(run(scan, "vpc"))")

        let networks = try await tenant.caller.get("/resources?type=vpc&is_default=true")
        let vpc = try #require(networks["items"][0]["vpc_id"].string)
        let (first, second) = (estate.instances[0], estate.instances[1])
        let expected: [(String, [Double], Double)] = [
            ("ec2_instance/\(first)/metrics?name=cpu_utilization", [10, 20], 3),
            ("ec2_instance/\(second)/metrics?name=cpu_utilization", [20, 40], 3),
            ("ec2_instance/\(second)/metrics?name=network_in", [2000, 4000], 3),
            ("ec2_instance/\(first)/metrics?name=network_out", [7], 3),
            ("vpc/\(vpc)/metrics?name=traffic_in", [3000, 6000], 3),
            ("vpc/\(vpc)/metrics?name=traffic_out", [21], 3),
            ("rds_instance/db/metrics?name=connections", [12], 3),
            ("rds_instance/db/metrics?name=cpu_utilization", [55], 3),
            ("rds_instance/db/metrics?name=free_storage", [900, 800], 3),
            ("s3_bucket/\(bucket)/metrics?name=requests", [40, 2], 3),
        ]
        func expectCharts() async throws {
            for (path, values, hours) in expected {
                let (found, chart) = try await estate.chart(tenant, path, hours: hours)
                #expect(found == values, "\(path): \(chart["reading"])")
                #expect(chart["reading"]["status"] == "complete", "\(path)")
            }
            let (sizes, size) = try await estate.chart(
                tenant, "s3_bucket/\(bucket)/metrics?name=size&statistic=maximum", hours: 72)
            #expect(sizes.max() == 5 * Double(1 << 30), "\(sizes)")
            #expect(size["source"].string?.contains("storage classes") == true && size["reading"]["period"] == 86_400)
        }
        try await expectCharts()
        let traffic = try await estate.chart(tenant, "vpc/\(vpc)/metrics?name=traffic_in").chart
        #expect(traffic["source"] == "AWS/EC2 NetworkIn, sum of 2 instances")
        let buckets = try await tenant.caller.get("/resources?type=s3_bucket")
        #expect(buckets["items"][0]["total_size_gb"] == 5, "\(buckets)")

        let before = try await estate.fleet.count(Self.points)
        let again = try await estate.scan(tenant, metrics: ["hours": 48])
        #expect(again["status"] == "success")
        #expect(try await estate.fleet.count(Self.points) == before)
        try await expectCharts()
    }

    @Test("networks do not wait for instances for ever: after a minute they are read without")
    func patience() async throws {
        let tenant = estate.measured
        func instances(_ word: String) async throws {
            let ran = try await estate.fleet.flotilla(word, "scan", "--kind", "scan.aws.ec2")
            #expect(ran.status == 0, "\(ran.all)")
        }
        try await instances("pause")
        let outcome: Result<JSON, any Error>
        do {
            outcome = .success(try await readWithoutInstances(tenant))
        } catch {
            outcome = .failure(error)
        }
        // The other tests need them, whatever became of this one.
        try await instances("resume")
        for run in try outcome.get()["runs"].array { _ = try await tenant.caller.settled(run["job_id"].string ?? "") }
    }

    /// - Returns: what was answered when the scan was asked for.
    private func readWithoutInstances(_ tenant: Tenant) async throws -> JSON {
        let answer = try await tenant.caller.post(
            "/scans", ["provider": "aws", "services": ["ec2", "vpc"], "regions": [.string(MetricsEnvironment.region)]])
        let id = try #require(answer["id"].string)
        func metrics() async throws -> JSON { run(try await tenant.caller.get("/scans/\(id)").json, "vpc")["metrics"] }
        #expect(try await eventually { try await metrics()["status"] == "pending" })
        let job = try #require(try await metrics()["job_id"].string.flatMap(UUID.init(uuidString:)))
        let looks: Query = "select attempt::bigint from jobs where id = \(job)"
        #expect(try await eventually { try await estate.fleet.count(looks) > 1 }, "it looks again")
        #expect(try await metrics()["status"] == "pending")
        try await estate.fleet.database.query(
            "update jobs set created_at = created_at - interval '1 minute' where id = \(job)")
        #expect(try await eventually { try await metrics()["status"] != "pending" })
        let read = try await metrics()
        #expect(read["status"] == "ok" && read["queries"].int ?? 0 > 0, "\(read)")
        #expect(run(try await tenant.caller.get("/scans/\(id)").json, "ec2")["status"] == "queued")
        return answer.json
    }

    @Test("a role that may not read CloudWatch makes no run an error: the run, the chart and the size say why")
    func denied() async throws {
        let tenant = estate.denied
        let scan = try await estate.scan(tenant)
        #expect(scan["status"] == "success" && scan["complete"] == true, "\(scan)")
        for service in ["ec2", "vpc", "rds"] {
            let metrics = run(scan, service)["metrics"]
            #expect(metrics["status"] == "denied", "\(metrics)")
            #expect(metrics["reasons"][0].string?.contains("cloudwatch:GetMetricData") == true, "\(metrics)")
            #expect(metrics["points"] == 0 && metrics["resources"].int ?? 0 > 0)
        }
        #expect(run(scan, "s3")["metrics"]["status"] == "denied")
        let chart = try await estate.chart(tenant, "rds_instance/db/metrics?name=connections")
        #expect(chart.values.isEmpty && chart.chart["reading"]["status"] == "denied")
        #expect(chart.chart["reading"]["reason"].string?.contains("cloudwatch:GetMetricData") == true)
        let bucket = try await tenant.caller.get("/resources?type=s3_bucket")["items"][0]
        #expect(bucket["total_size_gb"] == nil)
        #expect(bucket["total_size_gb_reason"].string?.contains("cloudwatch:ListMetrics") == true, "\(bucket)")
    }

    @Test("a run asks for no more series than its worker allows; the resources beyond it say so")
    func bounded() async throws {
        let scan = try await estate.scan(estate.big, services: ["ec2"], metrics: true)
        let metrics = run(scan, "ec2")["metrics"]
        #expect(scan["status"] == "success")
        #expect(metrics["status"] == "partial" && metrics["queries"] == 18 && metrics["limit"] == 20, "\(metrics)")
        #expect(metrics["series"] == ["complete": 18, "skipped": 12])
        #expect(metrics["reasons"][0].string?.contains("limit") == true)
    }

    @Test("a scan that asks for none reads none, and what is no requested for metrics is refused") func unwanted()
        async throws
    {
        let tenant = estate.big
        try await estate.moto.record()
        let scan = try await estate.scan(tenant, services: ["ec2"], metrics: false)
        #expect(scan["metrics"] == false && run(scan, "ec2")["metrics"] == nil && scan["status"] == "success")
        let calls = try await estate.moto.recorded().map(\.action)
        #expect(calls.contains("DescribeInstances") && !calls.contains("GetMetricData"))
        let wrong: [JSON] = ["yes", 1, [:], ["hours": 0], ["hours": 169], ["hours": 1.5], ["days": 1], [true]]
        for metrics in wrong {
            let answer = try await tenant.caller.post(
                "/scans", ["provider": "aws", "services": ["ec2"], "metrics": metrics])
            #expect(answer.status == 422 && answer.pointers == ["/metrics"], "\(metrics): \(answer)")
        }
    }
}
