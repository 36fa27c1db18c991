import Flotilla
import Accounts
import CloudScanners
import Foundation
import Scans

/// Looks at one service of a tenant's account, and writes what it found with the receipt of the run.
struct ScanHandler<Record: ResourceRecord>: JobHandler {
    let service: ScanService
    let scanners: ScannerFactory
    let accounts: AccountStore
    /// How many series of metrics a run may ask the cloud for.
    let mostMetrics: Int
    /// What a scanner found, as rows.
    let convert: @Sendable (ScanInventory) throws -> [Record]

    var definition: JobDefinition { service.definition }

    func run(_ payload: ScanPayload, in context: JobContext) async throws -> JobOutcome {
        let receipt = ScanResultWriter(
            runID: payload.runID, account: context.tenant, service: service, roleARN: payload.roleARN,
            regions: payload.regions, timestamp: Date())
        guard let account = try await accounts.account(context.tenant) else {
            return .discarded(JobError(code: "account_gone", message: "The account no longer exists."))
        }
        guard let scanner = scanners.scanner(provider: service.provider.rawValue, service: service.rawValue) else {
            return try fail(receipt, .noScanner)
        }
        let progress = ProgressKeeper(context)
        let saving = Task { await progress.run() }
        defer { saving.cancel() }
        let request = ScanRequest(
            access: .role(payload.roleARN, externalID: account.externalID.rawValue), regions: payload.regions ?? [],
            onRegion: { progress.note($0, of: $1) })
        do {
            let findings = try await scanner.scan(request, until: context.lastMoment)
            return try conclude(findings, payload, receipt, in: context)
        } catch let error as ScanError where error.code == .cancelled {
            // The reason why the task was cancelled decides what becomes of the job.
            throw CancellationError()
        } catch let error as ScanError {
            let reason = JobError(code: error.code.rawValue, message: error.sentence)
            // What the operator has to mend is no fault of the account: fresh credentials may come meanwhile.
            if error.code == .operatorCredentials, context.attempt < definition.maxAttempts {
                return .retry(reason, after: Self.renewal * context.attempt)
            }
            return try fail(receipt, reason)
        }
    }

    /// For how long a run waits for fresh credentials of the fleet, the first time.
    private static var renewal: Duration { .seconds(15) }

    private func conclude(
        _ findings: ScanInventory, _ payload: ScanPayload, _ receipt: ScanResultWriter, in context: JobContext
    ) throws -> JobOutcome {
        let records = try convert(findings)
        let metrics = try RunMetrics(of: records, payload, most: mostMetrics, in: context)
        let effects = try receipt.close(
            error: findings.error, notice: findings.notice, found: records, report: metrics.report,
            regions: findings.regions)
        if let error = findings.error {
            return .discarded(
                JobError(code: "incomplete", message: error), effects: effects, followUps: metrics.followUps)
        }
        let summary = Summary(
            accountID: findings.accountID, regions: findings.regions.count, resources: records.count)
        return .succeeded(
            JobSuccess(
                result: Array(try JSONEncoder.rows.encode(summary)), effects: effects, followUps: metrics.followUps))
    }

    private func fail(_ receipt: ScanResultWriter, _ error: JobError) throws -> JobOutcome {
        .discarded(error, effects: try receipt.fail(error.message))
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

extension JobError {
    static var noScanner: JobError {
        JobError(
            code: "no_scanner",
            message:
                "The service cannot be scanned: the operator of this worker has to give it credentials of AWS, such as a "
                + "role of its instance, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    }
}

extension JobContext {
    /// What was found is to be written, as far as it goes, before the job's time is over: a job that times out writes
    /// nothing.
    var lastMoment: ContinuousClock.Instant {
        deadline.advanced(by: .zero - min(Duration.seconds(5), ContinuousClock.now.duration(to: deadline) / 4))
    }
}

extension JSONEncoder {
    static var rows: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
