import Flotilla
import Accounts
import CloudScanners
import Foundation
import Scans

/// Looks at one service of a tenant's account, and writes what it found with the receipt of the run.
struct ScanHandler<Payload: ScanPayload, Record: ResourceRecord>: JobHandler {
    let scanners: ScannerFactory
    let accounts: AccountStore
    /// How many series of metrics a run may ask the cloud for.
    let mostMetrics: Int
    /// What a scanner found, as rows.
    let convert: @Sendable (ScanFindings, RunMetrics) throws -> [Record]

    init(
        _: Payload.Type, scanners: ScannerFactory, accounts: AccountStore, mostMetrics: Int,
        convert: @escaping @Sendable (ScanFindings, RunMetrics) throws -> [Record]
    ) {
        self.scanners = scanners
        self.accounts = accounts
        self.mostMetrics = mostMetrics
        self.convert = convert
    }

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        let receipt = ScanReceipt(
            runID: payload.runID, account: context.tenant, service: Payload.service, roleARN: payload.roleArn,
            regions: payload.regions, timestamp: Date())
        guard let account = try await accounts.account(context.tenant) else {
            return .gaveUp(JobError(code: "account_gone", message: "The account no longer exists."))
        }
        let service = Payload.service
        guard let scanner = scanners.scanner(provider: service.provider.rawValue, service: service.rawValue) else {
            return try fail(receipt, Self.noScanner)
        }
        let progress = ProgressKeeper(context)
        let saving = Task { await progress.run() }
        defer { saving.cancel() }
        let access = ScanRequest.Access.role(payload.roleArn, externalID: account.externalID.rawValue)
        let request = ScanRequest(
            access: access, regions: payload.regions ?? [], onRegion: { progress.note(RegionReport($0), of: $1) })
        let deadline = Self.end(before: context.deadline)
        let findings: ScanFindings
        let metrics: RunMetrics
        do {
            findings = try await scanner.scan(request, until: deadline)
            metrics = try await RunMetrics(
                findings, by: scanner, access, hours: payload.metricsHours, most: mostMetrics, until: deadline)
        } catch let error as ScanError where error.code == .cancelled {
            // The reason why the task was cancelled decides what becomes of the job.
            throw CancellationError()
        } catch let error as ScanError {
            return try fail(receipt, JobError(code: error.code.rawValue, message: error.sentence))
        }
        return try conclude(findings, metrics, receipt)
    }

    /// What was found is to be written, as far as it goes, before the job's time is over: a job that times out writes
    /// nothing.
    private static func end(before deadline: ContinuousClock.Instant) -> ContinuousClock.Instant {
        deadline.advanced(by: .zero - min(Duration.seconds(5), ContinuousClock.now.duration(to: deadline) / 4))
    }

    private static var noScanner: JobError {
        JobError(
            code: "no_scanner",
            message: "The service cannot be scanned: whoever runs this worker has to set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY.")
    }

    private func conclude(
        _ findings: ScanFindings, _ metrics: RunMetrics, _ receipt: ScanReceipt
    ) throws -> JobOutcome {
        let records = try convert(findings, metrics)
        let effects = try receipt.close(
            error: findings.error, notice: findings.notice, found: records, metrics: metrics.series,
            report: metrics.report, regions: findings.regions.map { RegionReport($0) })
        if let error = findings.error {
            return .gaveUp(JobError(code: "incomplete", message: error), effects: effects)
        }
        let summary = Summary(
            accountID: findings.accountID, regions: findings.regions.count, resources: records.count)
        return .succeeded(JobSuccess(result: Array(try JSONEncoder.rows.encode(summary)), effects: effects))
    }

    private func fail(_ receipt: ScanReceipt, _ error: JobError) throws -> JobOutcome {
        .gaveUp(error, effects: try receipt.fail(error.message))
    }
}

/// The job's result: what the scan amounts to.
private struct Summary: Encodable {
    let accountID: String
    let regions: Int
    let resources: Int

    enum CodingKeys: String, CodingKey {
        case accountID = "account_id"
        case regions, resources
    }
}

extension JSONEncoder {
    static var rows: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
