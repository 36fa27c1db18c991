import AWSTestSupport
import FleetTestSupport
import Foundation

/// A whole fleet over an AWS whose CloudWatch has measured something, whose worker may ask a run for twenty series.
final class MetricsEnvironment: Environment {
    @TaskLocal private static var value: MetricsEnvironment?
    static var slot: TaskLocal<MetricsEnvironment?> { $value }

    static let limit = 20
    static let region = "eu-west-1"

    let fleet: Fleet
    let moto: MotoServer
    /// Two instances, a bucket, a database and the network that everybody has.
    let measured: Tenant
    /// The same, but the role may not read CloudWatch.
    let denied: Tenant
    /// Ten instances.
    let big: Tenant
    /// Of `measured`.
    let instances: [String]

    private init(fleet: Fleet, moto: MotoServer, tenants: [Tenant], instances: [String]) {
        self.fleet = fleet
        self.moto = moto
        (measured, denied, big) = (tenants[0], tenants[1], tenants[2])
        self.instances = instances
    }

    static func start() async throws -> MetricsEnvironment {
        async let starting = Fleet.start()
        let moto = try await MotoServer()
        let key = try await moto.makeWorker()
        let fleet = try await starting
        try await fleet.startAPI()
        var tenants: [Tenant] = []
        var instances: [String] = []
        let accounts = ["111122223333", "222233334444", "333344445555"]
        for (number, account) in accounts.enumerated() {
            let tenant = try await fleet.signUp(role: "arn:aws:iam::\(account):role/scan")
            tenants.append(tenant)
            _ = try await moto.makeRole(
                in: account, externalID: tenant.externalID, policy: try policy(hasCloudWatch: number != 1))
            let ids = try await moto.makeInstances(number == 2 ? 10 : 2, in: account, region: region)
            if number == 0 { instances = ids }
            if number < 2 { try await furnish(moto, account, "bucket-\(account)") }
        }
        _ = try await fleet.start("enqueuer")
        _ = try await fleet.startWorker(
            "ScanWorker",
            [
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": key.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": key.secretAccessKey, "FLOTILLA_SCAN_METRICS_LIMIT": "\(limit)",
            ])
        return MetricsEnvironment(fleet: fleet, moto: moto, tenants: tenants, instances: instances)
    }

    private static func furnish(_ moto: MotoServer, _ account: String, _ bucket: String) async throws {
        try await moto.call(
            "s3", "create_bucket",
            #"{"Bucket":"\#(bucket)","CreateBucketConfiguration":{"LocationConstraint":"\#(region)"}}"#, in: account,
            region: region)
        try await moto.call(
            "rds", "create_db_instance",
            #"{"DBInstanceIdentifier":"db","Engine":"postgres","DBInstanceClass":"db.t3.micro","AllocatedStorage":20,"MasterUsername":"root1","MasterUserPassword":"hidden12345"}"#,
            in: account, region: region)
    }

    /// The policy that tenants are asked to give.
    private static func policy(hasCloudWatch: Bool) throws -> String {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let text = try String(contentsOf: root.appendingPathComponent("deploy/aws/scan-policy.json"), encoding: .utf8)
        guard !hasCloudWatch else { return text }
        return text.split(separator: "\n").filter { !$0.contains("cloudwatch:") }.joined(separator: "\n")
    }

    /// Gives CloudWatch values. The stand-in finds them by their dimensions in this order.
    func measure(
        _ namespace: String, _ name: String, _ dimensions: KeyValuePairs<String, String>, _ values: [(Date, Double)]
    ) async throws {
        let list = dimensions.map { #"{"Name":"\#($0.key)","Value":"\#($0.value)"}"# }.joined(separator: ",")
        let data = values.map { time, value in
            #"{"MetricName":"\#(name)","Dimensions":[\#(list)],"Timestamp":\#(time.timeIntervalSince1970),"Value":\#(value)}"#
        }.joined(separator: ",")
        try await moto.call(
            "cloudwatch", "put_metric_data", #"{"Namespace":"\#(namespace)","MetricData":[\#(data)]}"#,
            in: "111122223333", region: Self.region)
    }

    func stop() async {
        await fleet.stop()
        moto.stop()
    }
}

extension MetricsEnvironment {
    /// Scans all services and returns the scan when every run has ended and its metrics are read.
    func scan(
        _ tenant: Tenant, services: [String] = ["ec2", "s3", "vpc", "rds"], metrics: JSON? = nil
    ) async throws -> JSON {
        var body: [String: JSON] = [
            "provider": "aws", "services": .array(services.map(JSON.string)), "regions": [.string(Self.region)],
        ]
        body["metrics"] = metrics
        let answer = try await tenant.caller.post("/scans", .object(body))
        guard answer.status == 202 else { throw Unexpected(answer) }
        for run in answer["runs"].array { _ = try await tenant.caller.settled(run["job_id"].string ?? "") }
        return try await tenant.caller.measured(answer["id"].string ?? "")
    }

    /// What a chart shows by steps of five minutes, without its gaps, and the chart.
    func chart(_ tenant: Tenant, _ path: String, hours: Double = 3) async throws -> (values: [Double], chart: JSON) {
        let from = Date().addingTimeInterval(-hours * 3600).ISO8601Format()
        let chart = try await tenant.caller.get("/resources/\(path)&step=\(hours > 24 ? 3600 : 300)&from=\(from)")
        guard chart.status == 200 else { throw Unexpected(chart) }
        return (
            chart["points"].array.compactMap { if case .number(let value) = $0["value"] { value } else { nil } },
            chart.json
        )
    }
}
