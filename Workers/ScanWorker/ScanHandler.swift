import Flotilla
import Accounts
import CloudScanners
import Foundation
import Scans

/// Looks at one service of a tenant's account, and writes what it found with the receipt of the run.
struct ScanHandler<Payload: ScanPayload, Record: ResourceRecord>: JobHandler {
    let scanners: ScannerFactory
    let accounts: AccountStore
    /// What a scanner found, as rows.
    let convert: @Sendable (ScanFindings) throws -> [Record]

    init(
        _: Payload.Type, scanners: ScannerFactory, accounts: AccountStore,
        convert: @escaping @Sendable (ScanFindings) throws -> [Record]
    ) {
        self.scanners = scanners
        self.accounts = accounts
        self.convert = convert
    }

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        let receipt = ScanReceipt(
            runID: payload.runID, account: context.tenant, service: Payload.service, roleARN: payload.roleArn,
            timestamp: Date())
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
        let request = ScanRequest(
            access: .role(payload.roleArn, externalID: account.externalID.rawValue), regions: payload.regions ?? [],
            onRegion: { progress.note(RegionReport($0), of: $1) })
        let findings: ScanFindings
        do {
            findings = try await scanner.scan(request, until: context.deadline)
        } catch let error as ScanError where error.code == .cancelled {
            // The reason why the task was cancelled decides what becomes of the job.
            throw CancellationError()
        } catch let error as ScanError {
            return try fail(receipt, JobError(code: error.code.rawValue, message: error.sentence))
        }
        return try conclude(findings, receipt)
    }

    private static var noScanner: JobError {
        JobError(
            code: "no_scanner",
            message: "The service cannot be scanned: whoever runs this worker has to set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY.")
    }

    private func conclude(_ findings: ScanFindings, _ receipt: ScanReceipt) throws -> JobOutcome {
        let records = try convert(findings)
        let effects = try receipt.close(
            error: findings.error, found: records, regions: findings.regions.map { RegionReport($0) })
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
