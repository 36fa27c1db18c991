import Flotilla
import AWS
import Accounts
import CloudScanners
import Foundation
import Scans

/// Looks at one service of a tenant's account, and writes what it found with the receipt of the run.
struct ScanHandler<Payload: ScanPayload>: JobHandler {
    let scanners: ScannerFactory
    let accounts: AccountStore

    func run(_ payload: Payload, in context: JobContext) async throws -> JobOutcome {
        let receipt = ScanReceipt(
            runID: payload.runID, account: context.tenant, service: Payload.service, roleARN: payload.roleArn,
            timestamp: Date())
        guard let account = try await accounts.account(context.tenant) else {
            return .gaveUp(JobError(code: "account_gone", message: "The account no longer exists."))
        }
        guard let scanner = scanners.scanner(provider: "aws", service: Payload.service.rawValue) else {
            return try fail(receipt, Self.noScanner)
        }
        let request = ScanRequest(
            access: .role(payload.roleArn, externalID: account.externalID.rawValue), regions: payload.regions ?? [])
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
        let instances = try findings.all(EC2Instance.self).map { try EC2InstanceRecord($0) }
        let effects = try receipt.close(
            error: findings.error, found: instances, regions: findings.regions.map(RegionReport.init))
        if let error = findings.error {
            return .gaveUp(JobError(code: "incomplete", message: error), effects: effects)
        }
        let summary = Summary(
            accountID: findings.accountID, regions: findings.regions.count, resources: instances.count)
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

extension RegionReport {
    fileprivate init(_ outcome: RegionOutcome) {
        // A status that storage has no word for is not complete.
        self.init(
            region: outcome.region, status: Status(rawValue: outcome.status.rawValue) ?? .failed,
            resources: outcome.resources, calls: outcome.calls, reason: outcome.reason)
    }
}

extension EC2InstanceRecord {
    fileprivate init(_ instance: EC2Instance) throws {
        self.init(
            region: instance.region.name, instanceID: instance.instanceID, instanceType: instance.instanceType,
            state: instance.state, publicIP: instance.publicIP, privateIP: instance.privateIP,
            vpcID: instance.vpcID, launchTime: instance.launchTime,
            tags: Array(try JSONEncoder.rows.encode(instance.tags)))
    }
}

extension JSONEncoder {
    fileprivate static var rows: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
