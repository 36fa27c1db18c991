import Assembly
import Fleet
import CloudScanners
import Foundation
import Jobs
import Operations
import Postgres
import PostgresTestSupport
import Storage

@testable import Scans

/// A fresh database with every table, and a company in it whose scans end as a test says.
struct ScansDatabase: Sendable {
    let url: String
    /// Runs as the dispatcher, set up as in every process.
    let database: Database
    /// Runs as the owner, whom no row-level security holds back.
    let owner: Database
    let scans: ScanStore
    let store: PostgresJobStore
    let minter = JobIDMinter()
    let tenant = UUID()
    let user = UUID()

    static let role = "arn:aws:iam::111122223333:role/scan"

    static func with<Value: Sendable>(_ body: @Sendable (ScansDatabase) async throws -> Value) async throws -> Value {
        try await TestDatabases.shared.withDatabase(preparedBy: { _ = try await Migrations.apply(to: $0) }) { url in
            let owner = try Database(DatabaseConfiguration(url: url))
            let database = try Connections.database(url: Secret(url), name: "test", shared: 2)
            let domains = try Connections.domains(url: Secret(url), name: "test")
            let store = PostgresJobStore(database: database)
            let fixture = ScansDatabase(
                url: url, database: database, owner: owner, scans: ScanStore(database: domains, jobs: store),
                store: store)
            return try await owner.closed {
                try await database.closed {
                    try await domains.closed {
                        try await fixture.makeAccount(fixture.tenant)
                        return try await body(fixture)
                    }
                }
            }
        }
    }

    /// All that is older than 400 days.
    /// - Returns: how many partitions went.
    func forget() async throws -> Int {
        let limit = Duration.seconds(400 * 86_400)
        var dropped = 0
        while true {
            switch try await scans.dropPartition(resources: limit, metrics: .zero) {
            case .dropped: dropped += 1
            case .busy: try await Task.sleep(for: .milliseconds(20))
            case .none:
                while try await scans.forgetScans(resources: limit, metrics: .zero, page: 1) {}
                return dropped
            }
        }
    }

    func makeAccount(_ id: UUID) async throws {
        try await owner.query(
            """
            insert into accounts (id, company_name, external_id)
            values (\(id), 'Company', \(id.uuidString.lowercased()))
            """)
    }

    func count(_ query: Query) async throws -> Int {
        Int(try await owner.query(query).rows[0].decode(0, as: Int64.self))
    }

    /// A scan whose jobs wait.
    func waiting(
        _ services: [ScanService], tenant: UUID? = nil, role: String = role, asked: [String]? = nil
    ) async throws -> NewScan {
        let scan = try NewScan(
            tenant: tenant ?? self.tenant, userID: user, provider: .aws, services: services, regions: asked,
            roleARN: role, trace: TraceContext(), minter: minter)
        try await scans.create(scan)
        return scan
    }

    /// A scan of one service that found something at a time, settled like a worker does it.
    @discardableResult
    func scan<Record: ResourceRecord>(
        _ records: [Record], _ regions: [String: RegionOutcome.Status] = ["eu-west-1": .ok], at time: Date = Date(),
        cause: RegionOutcome.Status? = nil, isWholeList: Bool? = nil, metrics: [MetricSeries]? = nil,
        tenant: UUID? = nil, role: String = role, asked: [String]? = nil
    ) async throws -> UUID {
        let scan = try await waiting([Record.type.service], tenant: tenant, role: role, asked: asked)
        let job = metrics == nil ? nil : try reading(of: scan.runs[0])
        try await close(
            scan.runs[0], records, regions, at: time, cause: cause, isWholeList: isWholeList, reading: job, role: role,
            asked: asked)
        if let metrics, let job { try await read(job, metrics, of: scan.runs[0], at: time) }
        return scan.id
    }

    /// Settles a run.
    /// - Parameter reading: the job that is to read its metrics.
    func close<Record: ResourceRecord>(
        _ run: NewScan.Run, _ records: [Record], _ regions: [String: RegionOutcome.Status] = ["eu-west-1": .ok],
        at time: Date, cause: RegionOutcome.Status? = nil, isWholeList: Bool? = nil, reading: NewJob? = nil,
        role: String = role, asked: [String]? = nil
    ) async throws {
        let receipt = ScanResultWriter(
            runID: run.id, account: run.job.tenant, service: Record.type.service, roleARN: role, regions: asked,
            timestamp: time)
        let reports = regions.sorted { $0.key < $1.key }.map { name, status in
            RegionOutcome(
                service: Record.type.service.rawValue, region: name, status: status,
                cause: status == .partial ? cause : nil,
                isWholeList: status == .partial ? isWholeList : nil,
                resources: records.filter { $0.region == name }.count, calls: 1,
                reason: status == .ok ? nil : "Could not be read.")
        }
        let error = regions.values.allSatisfy { $0 == .ok } ? nil : "Incomplete."
        try await settle(
            run.job, error: error,
            try receipt.close(
                error: error, found: records, report: reading.map { Make.requested(of: $0.id) }, regions: reports),
            followUps: reading.map { [$0] } ?? [])
    }

    /// A scan of instances and of buckets, both complete.
    func scanBoth(
        _ instances: [EC2InstanceRecord], _ buckets: [S3BucketRecord], at time: Date
    ) async throws -> UUID {
        let scan = try await waiting([.ec2, .s3])
        func close<Record: ResourceRecord>(_ run: NewScan.Run, _ records: [Record], _ regions: [String]) async throws {
            let receipt = ScanResultWriter(
                runID: run.id, account: tenant, service: run.service, roleARN: Self.role, regions: nil, timestamp: time)
            let reports = regions.map {
                RegionOutcome(service: run.service.rawValue, region: $0, status: .ok, resources: 1, calls: 1)
            }
            try await settle(run.job, error: nil, try receipt.close(error: nil, found: records, regions: reports))
        }
        try await close(scan.runs[0], instances, ["eu-west-1"])
        try await close(scan.runs[1], buckets, ["global", "eu-west-1"])
        return scan.id
    }

    /// A scan that could look at nothing.
    @discardableResult
    func failedScan(_ service: ScanService, _ reason: String, at time: Date = Date()) async throws -> UUID {
        let scan = try await waiting([service])
        let receipt = ScanResultWriter(
            runID: scan.runs[0].id, account: tenant, service: service, roleARN: Self.role, regions: nil, timestamp: time
        )
        try await settle(scan.runs[0].job, error: reason, try receipt.fail(reason))
        return scan.id
    }

    func settle(
        _ job: NewJob, error: String?, _ effects: [any Effect], followUps: [NewJob] = []
    ) async throws {
        let claim = Claim(id: job.id, token: .random())
        _ = try await store.claim([claim], for: UUID(), durably: false, alone: false)
        let transition: Transition =
            error.map { .failed(JobError(code: "incomplete", message: $0), end: .error) }
            ?? .succeeded(result: Array("{}".utf8))
        let report = try await store.settle([
            Settlement(
                claim: claim, tenant: job.tenant, isUnique: false, transition: transition, effects: effects,
                followUps: followUps)
        ])
        if let refusal = report.refused[claim] { throw Refused(reason: "\(refusal)") }
        guard report.committed == [claim] else { throw Refused(reason: "the claim was replaced") }
    }

    struct Refused: Error { let reason: String }

    // MARK: What callers see

    func list(
        _ type: ResourceType, _ filters: [String: String] = [:], _ upserts: ScanStore.ResourceUpserts = .open,
        tenant: UUID? = nil
    ) async throws -> (names: [String], completeness: Completeness) {
        let page = try await scans.resources(
            type, .latest(upserts), of: tenant ?? self.tenant,
            filters: try filters.map { name, value in
                guard let column = type.column(name) else { throw Refused(reason: "no column \(name)") }
                return try ResourceFilter(column, value) { try? Date($0, strategy: .iso8601) }
            }, after: nil, limit: 100)
        let names = try page.items.map { item in
            let object = try JSONSerialization.jsonObject(with: Data(item)) as? [String: Any]
            return object?[type.identity] as? String ?? "none"
        }
        return (names, page.completeness)
    }

    /// `rule status` of each, the one opened first first.
    func findings(_ status: FindingFilter.Status? = nil, tenant: UUID? = nil) async throws -> [String] {
        var filter = FindingFilter()
        filter.status = status
        return try await scans.findings(filter, of: tenant ?? self.tenant, before: nil, limit: 100).findings
            .reversed().map {
                "\($0.identifier) \($0.rule) \($0.status.rawValue)"
            }
    }
}

/// Moments of a story, in seconds since it began.
func moment(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_780_000_000 + seconds) }

extension Known: ExpressibleByBooleanLiteral where Value == Bool {
    public init(booleanLiteral value: Bool) { self = .value(value) }
}

/// Resources for tests; what a test does not say is harmless.
enum Make {
    static func instance(
        _ id: String, _ region: String = "eu-west-1", state: String = "running", stoppedAt: Date? = nil,
        publicIP: String? = nil, vpc: String? = nil
    ) -> EC2InstanceRecord {
        EC2InstanceRecord(
            region: region, instanceID: id, instanceType: "t3.micro", state: state, stoppedAt: stoppedAt,
            publicIP: publicIP, vpcID: vpc, tags: Array(#"{"Name": "web"}"#.utf8))
    }

    static func bucket(
        _ name: String, _ region: String = "eu-west-1", isPublic: Known<Bool> = false,
        isEncrypted: Known<Bool> = true, isVersioned: Known<Bool> = true
    ) -> S3BucketRecord {
        S3BucketRecord(
            region: region, bucketName: name, isPublic: isPublic, isEncrypted: isEncrypted,
            versioningEnabled: isVersioned)
    }

    static func database(
        _ name: String, isPublic: Known<Bool> = false, isReachable: Known<Bool> = false,
        isEncrypted: Known<Bool> = true, backups: Known<Int> = .value(7)
    ) -> RDSInstanceRecord {
        RDSInstanceRecord(
            region: "eu-west-1", dbIdentifier: name, engine: "postgres", engineVersion: "16.4",
            instanceClass: "db.t3.micro", status: "available", storageGB: .value(20), isPublic: isPublic,
            isReachable: isReachable, isEncrypted: isEncrypted, backupRetentionDays: backups)
    }

    static func network(_ id: String, isDefault: Bool) -> VPCRecord {
        VPCRecord(
            region: "eu-west-1", vpcID: id, cidrBlock: "10.0.0.0/16", isDefault: isDefault, subnetCount: .value(3))
    }

    static func series(
        _ identifier: String, _ name: MetricName, _ values: [(Date, Double)], status: MetricSeries.Status = .complete,
        reason: String? = nil
    ) -> MetricSeries {
        MetricSeries(
            kind: "ec2_instance", identifier: identifier, regionName: "eu-west-1", name: name, period: 300,
            source: "a test", status: status,
            points: values.map { MetricSeries.Point(timestamp: $0.0, value: $0.1) }, reason: reason)
    }

    static func requested(of job: JobID? = nil) -> MetricsReport {
        MetricsReport(.pending, job: job?.uuid, from: moment(0), to: moment(3600), limit: 10, resources: 1)
    }

    static func report(_ series: [MetricSeries], of requested: MetricsReport = requested()) -> MetricsReport {
        requested.fulfilled(
            by: MetricsReading(accountID: "111122223333", series: series, queries: series.count, calls: 1))
    }
}
