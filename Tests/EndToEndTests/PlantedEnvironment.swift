import AWSTestSupport
import FleetTestSupport
import Foundation

/// A fleet over the estate that `planted_estate.py` plants: one company for each of its accounts, whose role has the
/// policy that tenants are asked to give.
final class PlantedEnvironment: Environment {
    @TaskLocal private static var value: PlantedEnvironment?
    static var slot: TaskLocal<PlantedEnvironment?> { $value }

    static let accounts = ["open": "111122223333", "blocked": "222233334444", "split": "333344445555"]
    static let regions = ["eu-west-1", "us-east-1"]
    static let services = ["ec2", "s3", "vpc", "rds"]

    let fleet: Fleet
    let moto: MotoServer
    /// By the names of `accounts`.
    let companies: [String: Tenant]

    private init(fleet: Fleet, moto: MotoServer, companies: [String: Tenant]) {
        self.fleet = fleet
        self.moto = moto
        self.companies = companies
    }

    static func start() async throws -> PlantedEnvironment {
        async let starting = Fleet.start()
        let moto = try await MotoServer()
        let key = try await moto.makeWorker()
        let fleet = try await starting
        try await fleet.startAPI()
        var companies: [String: Tenant] = [:]
        for (name, account) in accounts {
            let company = try await fleet.signUp(role: "arn:aws:iam::\(account):role/scan")
            _ = try await moto.makeRole(in: account, externalID: company.externalID, policy: try policy())
            try await moto.plant(name)
            companies[name] = company
        }
        _ = try await fleet.startWorker(
            "ScanWorker",
            [
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": key.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": key.secretAccessKey,
            ])
        return PlantedEnvironment(fleet: fleet, moto: moto, companies: companies)
    }

    static func policy() throws -> String {
        try String(contentsOf: root.appendingPathComponent("deploy/aws/scan-policy.json"), encoding: .utf8)
    }

    /// The project's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func company(_ name: String) throws -> Tenant {
        guard let company = companies[name] else { throw Unexpected("there is no company \(name)") }
        return company
    }

    func stop() async {
        await fleet.stop()
        moto.stop()
    }
}

/// A scan of all services as it ended, and how long its caller waited for that.
struct WholeScan {
    let view: JSON
    let time: Duration

    var id: String { view["id"].string ?? "" }
}

extension Caller {
    func wholeScan(_ regions: [String] = PlantedEnvironment.regions) async throws -> WholeScan {
        let start = ContinuousClock.now
        let answer = try await post(
            "/scans",
            [
                "provider": "aws", "services": .array(PlantedEnvironment.services.map(JSON.string)),
                "regions": .array(regions.map(JSON.string)),
            ])
        guard answer.status == 202, let id = answer["id"].string else { throw Unexpected(answer) }
        for run in answer["runs"].array { _ = try await settled(run["job_id"].string ?? "") }
        let time = start.duration(to: .now)
        return WholeScan(view: try await get("/scans/\(id)").json, time: time)
    }

    /// What is wrong now, or was, as `rule resource`.
    func findings(_ status: String, _ more: String = "") async throws -> Set<String> {
        let items = try await pages("/findings?status=\(status)\(more)", limit: 100).flatMap { $0 }
        return Set(items.map { "\($0["rule"].string ?? "") \($0["resource"]["identifier"].string ?? "")" })
    }
}
