import AWSTestSupport
import FleetTestSupport
import Foundation
import TraceTestSupport

/// A fleet that is traced, over an AWS with an account of each kind of resource.
final class TracedEnvironment: Environment {
    @TaskLocal private static var value: TracedEnvironment?
    static var slot: TaskLocal<TracedEnvironment?> { $value }

    let fleet: Fleet
    let moto: MotoServer
    let collector: TraceCollector
    let company: Tenant
    let admin: Caller
    let worker: FleetProcess

    private init(
        fleet: Fleet, moto: MotoServer, collector: TraceCollector, company: Tenant, admin: Caller,
        worker: FleetProcess
    ) {
        self.fleet = fleet
        self.moto = moto
        self.collector = collector
        self.company = company
        self.admin = admin
        self.worker = worker
    }

    static func start() async throws -> TracedEnvironment {
        let collector = try await TraceCollector()
        async let starting = Fleet.start(
            .init(environment: [
                "FLOTILLA_BENCH": "1", "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "50",
            ]))
        let moto = try await MotoServer()
        let key = try await moto.makeWorker()
        let fleet = try await starting
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        let account = "111122223333"
        let company = try await fleet.signUp(role: "arn:aws:iam::\(account):role/scan")
        _ = try await moto.makeRole(
            in: account, externalID: company.externalID, policy: try PlantedEnvironment.policy())
        try await moto.plant("open")
        _ = try await fleet.startWorker(
            "ScanWorker",
            [
                "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": key.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": key.secretAccessKey,
            ])
        let worker = try await fleet.startWorker("BenchWorker", ["METRICS_PORT": "0"])
        return TracedEnvironment(
            fleet: fleet, moto: moto, collector: collector, company: company,
            admin: try await fleet.user(role: "admin"), worker: worker)
    }

    func stop() async {
        await fleet.stop()
        moto.stop()
        collector.stop()
    }
}
