import Flotilla
import AWS
import Accounts
import CloudScanners
import Fleet
import Foundation
import HTTPClient
import Scans

/// Scans cloud accounts: serves the `scan` queue.
@main
struct ScanWorker {
    static func main() async {
        await WorkerProgram("scan", variables: Domains.variables, migrations: Domains.migrations) { resources, reader in
            let aws = AWSConfiguration(&reader)
            let scanners = ScannerFactory([Self.amazon(aws, &reader, resources.logger)])
            let accounts = AccountStore(database: resources.database)
            let most = reader.integer(.scanMetricsLimit, in: 0...100_000)
            func scan<Record: ResourceRecord>(
                _ service: ScanService, _ convert: @escaping @Sendable (ScanInventory) throws -> [Record]
            ) -> any JobHandler {
                ScanHandler(
                    service: service, scanners: scanners, accounts: accounts, mostMetrics: most, convert: convert)
            }
            return [
                scan(.ec2) { try $0.all(EC2Instance.self).map { try EC2InstanceRecord($0) } },
                scan(.s3) { $0.all(S3Bucket.self).map { S3BucketRecord($0) } },
                scan(.vpc) { try $0.all(VPC.self).map { try VPCRecord($0) } },
                scan(.rds) { $0.all(RDSInstance.self).map { RDSInstanceRecord($0) } },
                MetricsHandler(
                    scanners: scanners, accounts: accounts,
                    scans: ScanStore(database: resources.database, jobs: resources.jobs)),
            ]
        }.run()
    }

    private static func amazon(
        _ configuration: AWSConfiguration, _ reader: inout ConfigurationReader, _ logger: Logger
    ) -> [ScannerFactory.Service: any CloudScanner] {
        let trustCheck = reader.choice(.roleTrustCheck, default: RoleTrust.Check.automatic)
        let limit = RepeatLimit(every: .seconds(60))
        let fleet = FleetAccess(configuration, &reader) { failure in
            logger.log(
                failure.isNone ? .warning : .error, "there are no credentials of AWS to scan accounts with",
                limitedBy: limit, ["error": .error(failure)])
        }
        // Without a key of our own no role can be assumed: the worker starts, and its scans say what is missing.
        guard let fleet else { return [:] }
        var scanning = AWSScanning(client: fleet.client, credentials: fleet.credentials, homeRegion: fleet.region)
        scanning.trustCheck = trustCheck
        scanning.onRefusedKey = { error in
            logger.log(
                .error, "AWS does not accept the worker's own credentials; until it does no account can be scanned",
                limitedBy: limit,
                [
                    "error": .error(error), "source": .string(fleet.credentials.sourceName),
                    "advice": .string(fleet.credentials.advice),
                ])
        }
        return scanning.scanners
    }
}
