import AWSTestSupport
import FleetTestSupport

/// A whole fleet over an AWS that checks signatures and permissions, with two companies and a big one.
final class CalmEnvironment: Environment {
    @TaskLocal private static var value: CalmEnvironment?
    static var slot: TaskLocal<CalmEnvironment?> { $value }

    static let regions = ["eu-west-1", "us-east-1", "ap-southeast-2"]
    static let bigRegions = ["eu-west-1", "eu-central-1", "us-east-1", "us-west-2"]

    let fleet: Fleet
    let moto: MotoServer
    let first: Tenant
    let second: Tenant
    let big: Tenant
    /// Two companies with three instances each in `eu-west-1`, for tests that change what they have.
    let others: [(Tenant, Set<String>)]
    let admin: Caller
    /// In `eu-west-1` of the first company: 30 that run and 12 that are stopped; 5 more in `us-east-1`.
    let firstInstances: Set<String>
    let secondInstances: Set<String>
    let bigInstances: Set<String>

    private init(
        fleet: Fleet, moto: MotoServer, tenants: [(Tenant, Set<String>)], admin: Caller
    ) {
        self.fleet = fleet
        self.moto = moto
        (first, firstInstances) = tenants[0]
        (second, secondInstances) = tenants[1]
        (big, bigInstances) = tenants[2]
        others = Array(tenants[3...])
        self.admin = admin
    }

    static func start() async throws -> CalmEnvironment {
        async let starting = Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
        let moto = try await MotoServer()
        let key = try await moto.makeWorker()
        let fleet = try await starting
        try await fleet.startAPI()
        var tenants: [(Tenant, Set<String>)] = []
        for account in ["111122223333", "222233334444", "333344445555", "444455556666", "555566667777"] {
            let arn = "arn:aws:iam::\(account):role/scan"
            let tenant = try await fleet.signUp(role: arn)
            _ = try await moto.makeRole(in: account, externalID: tenant.externalID)
            tenants.append((tenant, try await instances(tenants.count, moto, account)))
        }
        _ = try await fleet.start("enqueuer")
        _ = try await fleet.startWorker(
            "ScanWorker",
            [
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": key.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": key.secretAccessKey,
                // The metrics of 1,200 instances would keep the one moto of all these tests from everything else.
                "FLOTILLA_SCAN_METRICS_LIMIT": "30",
            ])
        _ = try await fleet.startWorker("BenchWorker")
        return CalmEnvironment(fleet: fleet, moto: moto, tenants: tenants, admin: try await fleet.user(role: "admin"))
    }

    private static func instances(_ number: Int, _ moto: MotoServer, _ account: String) async throws -> Set<String> {
        func make(_ count: Int, _ region: String, _ state: String = "running") async throws -> [String] {
            try await moto.makeInstances(
                count, in: account, region: region, state: state, tags: ["Name": "größe <&> \(region)"])
        }
        switch number {
        case 0:
            return Set(
                try await make(30, "eu-west-1") + make(12, "eu-west-1", "stopped") + make(5, "us-east-1"))
        case 1: return Set(try await make(7, "eu-west-1"))
        case 3, 4: return Set(try await make(3, "eu-west-1"))
        default:
            var ids: Set<String> = []
            for region in bigRegions { ids.formUnion(try await make(300, region)) }
            return ids
        }
    }

    func stop() async {
        await fleet.stop()
        moto.stop()
    }
}

extension CalmEnvironment {
    /// A scan of the first company that has ended well.
    func finishedScan(_ regions: [String] = regions) async throws -> (id: String, job: String, scan: JSON) {
        let scan = try await first.caller.scan(regions)
        let job = try await first.caller.settled(scan.job)
        guard job["status"] == "succeeded" else { throw Unexpected("the scan's job: \(job)") }
        return (scan.id, scan.job, try await first.caller.get("/scans/\(scan.id)").json)
    }
}
