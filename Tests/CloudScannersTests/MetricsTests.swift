import AWS
import AWSTestSupport
import CloudScanners
import Foundation
import Testing

@Suite("Metrics over time", .timeLimit(.minutes(2)))
struct MetricsTests {
    private func read(
        _ service: String, _ url: String, _ targets: [MetricTarget], hours: Double = 1, limit: Int = 1000,
        known: [MetricSeries] = [], key: MotoServer.Key? = nil, access: ScanRequest.Access = tenantRole
    ) async throws -> MetricsReading {
        let reader = try #require(try scanner(url, key: key, of: service) as? any MetricsReader)
        let request = MetricsRequest(
            access: access, targets: targets, from: Date().addingTimeInterval(-hours * 3600), to: Date(),
            maximumQueries: limit, known: known)
        return try await reader.readMetrics(request, until: .now + .seconds(60))
    }

    private func target(_ id: String, region: String = "eu-west-1") -> MetricTarget {
        MetricTarget(identifier: id, regionName: region)
    }

    /// What CloudWatch was asked for, one element for each series.
    private func asked(_ aws: ScriptedAWS) async throws -> [[String]] {
        try await aws.calls().filter { $0.action == "GetMetricData" }.flatMap { call in
            (1...CloudWatch.queriesPerCall).compactMap { number in
                let prefix = "MetricDataQueries.member.\(number).MetricStat"
                guard let name = call.parameters["\(prefix).Metric.MetricName"] else { return nil }
                return [
                    name, call.parameters["\(prefix).Stat"] ?? "", call.parameters["\(prefix).Period"] ?? "",
                    call.parameters["\(prefix).Metric.Dimensions.member.1.Value"] ?? "",
                ]
            }
        }
    }

    @Test("an instance is read as CPU, traffic in and out, over five minutes each")
    func instance() async throws {
        let aws = try await ScriptedAWS()
        let reading = try await read("ec2", aws.url, [target("i-1"), target("i-2", region: "us-east-1")])
        #expect(
            try await Set(asked(aws)) == [
                ["CPUUtilization", "Average", "300", "i-1"], ["NetworkIn", "Sum", "300", "i-1"],
                ["NetworkOut", "Sum", "300", "i-1"], ["CPUUtilization", "Average", "300", "i-2"],
                ["NetworkIn", "Sum", "300", "i-2"], ["NetworkOut", "Sum", "300", "i-2"],
            ])
        #expect(reading.accountID == tenant && reading.queries == 6)
        #expect(reading.series.map(\.identifier) == ["i-1", "i-1", "i-1", "i-2", "i-2", "i-2"])
        #expect(reading.series.map(\.name).prefix(3) == [.cpuUtilization, .networkIn, .networkOut])
        #expect(reading.series.map(\.points.first?.value) == [0.5, 1.5, 2.5, 0.5, 1.5, 2.5])
        #expect(reading.series.allSatisfy { $0.status == .complete && $0.kind == "ec2_instance" && $0.period == 300 })
    }

    @Test("what is older than 63 days is asked for by the hour")
    func old() async throws {
        let aws = try await ScriptedAWS()
        let reading = try await read("rds", aws.url, [target("db")], hours: 64 * 24)
        #expect(reading.series.map(\.period) == [3600, 3600, 3600])
        #expect(reading.series.map(\.name) == [.cpuUtilization, .connections, .freeStorageBytes])
    }

    @Test("a network's traffic is the sum of its instances, says so, and is not 0 when it has none")
    func network() async throws {
        let aws = try await ScriptedAWS()
        let reading = try await read("vpc", aws.url, [target("vpc-1"), target("vpc-2")])
        #expect(reading.series.map(\.name) == [.trafficIn, .trafficOut, .trafficIn, .trafficOut])
        // The stand-in gives 0.5, 1.5, 2.5, … by place.
        #expect(reading.series.map(\.points.first?.value) == [2, 6, nil, nil])
        #expect(reading.series[0].source == "AWS/EC2 NetworkIn, sum of 2 instances")
        #expect(reading.series.map(\.status) == [.complete, .complete, .absent, .absent])
        // A list of instances that breaks off gives no sum.
        try await aws.script("DescribeInstances", .page(1, next: "more"), .error("UnauthorizedOperation", status: 403))
        let denied = try await read("vpc", aws.url, [target("vpc-1")])
        #expect(denied.series.map(\.status) == [.denied, .denied] && denied.queries == 0)
        #expect(denied.series[0].reason?.contains("ec2:DescribeInstances") == true)
    }

    @Test("of a network's instances only those are asked for, and billed, that were not read a moment ago")
    func knownParts() async throws {
        let aws = try await ScriptedAWS()
        let time = try Date("2026-11-20T10:00:00Z", strategy: .iso8601)
        func series(_ number: Int, _ name: MetricName, _ value: Double, period: Int = 300) -> MetricSeries {
            MetricSeries(
                kind: "ec2_instance", identifier: "i-eu-west-1-00000\(number)", regionName: "eu-west-1", name: name,
                period: period, source: "a test", status: .complete, points: [.init(timestamp: time, value: value)])
        }
        let some = [
            series(0, .networkIn, 100), series(0, .networkOut, 200), series(1, .networkOut, 1000),
            series(1, .cpuUtilization, 5), series(1, .networkIn, 5, period: 3600),
        ]
        let reading = try await read("vpc", aws.url, [target("vpc-1")], limit: 1, known: some)
        #expect(try await asked(aws) == [["NetworkIn", "Sum", "300", "i-eu-west-1-000001"]])
        #expect(reading.series.map(\.points.first?.value) == [100.5, 1200] && reading.queries == 1)
        let all = try await read("vpc", aws.url, [target("vpc-1")], limit: 0, known: some + [series(1, .networkIn, 7)])
        #expect(all.series.map(\.points.first?.value) == [107, 1200] && all.queries == 0)
        #expect(all.series.map(\.status) == [.complete, .complete])
        #expect(try await aws.calls().filter { $0.action == "GetMetricData" }.count == 1)
    }

    @Test("a bucket's size is the sum of its storage classes over two days, and requests exist with a filter alone")
    func bucket() async throws {
        func list(_ metrics: [(String, String, String)]) -> ScriptedAWS.Step {
            let members = metrics.map { bucket, dimension, value in
                "<member><MetricName>x</MetricName><Dimensions><member><Name>BucketName</Name><Value>\(bucket)</Value>"
                    + "</member><member><Name>\(dimension)</Name><Value>\(value)</Value></member></Dimensions></member>"
            }
            return .body(
                "<ListMetricsResponse><ListMetricsResult><Metrics>\(members.joined())</Metrics></ListMetricsResult>"
                    + "</ListMetricsResponse>")
        }
        let aws = try await ScriptedAWS()
        // Both lists get both kinds: only the dimension distinguishes them.
        let both = list([
            ("one", "StorageType", "StandardStorage"), ("one", "StorageType", "GlacierStorage"),
            ("one", "FilterId", "small"), ("one", "FilterId", "EntireBucket"),
            ("two", "StorageType", "StandardStorage"),
        ])
        try await aws.script("ListMetrics", both, both)
        let reading = try await read("s3", aws.url, [target("one"), target("two"), target("new")])
        #expect(reading.series.map(\.name) == (0..<3).flatMap { _ in [.sizeBytes, .objectCount, .requests] })
        #expect(
            reading.series.map(\.status) == [
                .complete, .complete, .complete, .complete, .complete, .absent, .absent, .complete, .absent,
            ])
        #expect(reading.series[0].source.contains("2 storage classes") && reading.series[0].period == 86_400)
        #expect(reading.series[2].source.contains("filter EntireBucket") && reading.series[2].period == 300)
        let calls = try await aws.calls().filter { $0.action == "GetMetricData" }
        let start = try #require(calls.last?.parameters["StartTime"].flatMap { try? Date($0, strategy: .iso8601) })
        #expect(start.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) == 0)
        #expect((-3 * 86_400 ... -2 * 86_400).contains(start.timeIntervalSinceNow))
        try await aws.script("ListMetrics", repeats: true, .error("AccessDenied", status: 403))
        let denied = try await read("s3", aws.url, [target("one")])
        #expect(denied.series.map(\.status) == [.denied, .complete, .denied])
        #expect(denied.series[0].reason?.contains("cloudwatch:ListMetrics") == true)
    }

    @Test("no more than 500 series are asked for in one call, and no more than allowed in all")
    func bounds() async throws {
        let aws = try await ScriptedAWS()
        let targets = (0..<200).map { target("i-\($0)") }
        let all = try await read("ec2", aws.url, targets)
        #expect(all.series.count == 600 && all.queries == 600 && all.series.allSatisfy { $0.points.count == 1 })
        #expect(try await aws.calls().filter { $0.action == "GetMetricData" }.count == 2)
        let some = try await read("ec2", aws.url, targets, limit: 10)
        #expect(some.queries == 9 && some.series.count == 600)
        #expect(some.series.prefix(9).allSatisfy { $0.status == .complete })
        #expect(some.series.dropFirst(9).allSatisfy { $0.status == .skipped && $0.points.isEmpty && $0.reason != nil })
    }

    @Test("pages are joined, and a series that is partial, forbidden or broken off says so")
    func states() async throws {
        func page(_ parts: [(Int, String, Int)], _ next: String = "") -> ScriptedAWS.Step {
            let members = parts.map { index, status, hour in
                "<member><Id>q\(index)</Id><StatusCode>\(status)</StatusCode><Timestamps><member>2026-11-20T\(hour):00:00Z"
                    + "</member></Timestamps><Values><member>\(hour)</member></Values></member>"
            }
            return .body(
                "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(members.joined())</MetricDataResults>"
                    + (next.isEmpty ? "" : "<NextToken>\(next)</NextToken>")
                    + "</GetMetricDataResult></GetMetricDataResponse>")
        }
        let aws = try await ScriptedAWS()
        try await aws.script(
            "GetMetricData", page([(0, "PartialData", 11), (1, "Complete", 10), (2, "PartialData", 10)], "a"),
            page([(0, "Complete", 10), (2, "PartialData", 11)]))
        let joined = try await read("ec2", aws.url, [target("i-1")])
        #expect(joined.series.map(\.status) == [.complete, .complete, .partial])
        #expect(joined.series.map { $0.points.map(\.value) } == [[10, 11], [10], [10, 11]])

        try await aws.script("GetMetricData", page([(0, "Forbidden", 10), (1, "InternalError", 10)]))
        let refused = try await read("ec2", aws.url, [target("i-1")])
        #expect(refused.series.map(\.status) == [.partial, .partial, .failed])

        try await aws.script(
            "GetMetricData", page([(0, "Complete", 10), (1, "PartialData", 10)], "a"),
            .error("AccessDenied", status: 403))
        let broken = try await read("ec2", aws.url, [target("i-1")])
        #expect(broken.series.map(\.status) == [.complete, .partial, .denied])
        #expect(
            broken.series[1].points.count == 1 && broken.series[2].reason?.contains("cloudwatch:GetMetricData") == true)
    }
}
