import Flotilla
import AWS
import Accounts
import CloudScanners
import Foundation
import HTTPClient
import Scans

/// Scans cloud accounts: serves the `scan` queue.
@main
struct ScanWorker {
    static func main() async {
        await WorkerProgram("scan") { resources, reader in
            let aws = AWSConfiguration(&reader)
            let scanners = ScannerFactory([Self.amazon(aws, &reader, resources.logger)])
            let accounts = AccountStore(database: resources.database)
            let most = reader.integer(.scanMetricsLimit, in: 0...100_000)
            func scan<Payload: ScanPayload, Record: ResourceRecord>(
                _: Payload.Type, _ convert: @escaping @Sendable (ScanFindings) throws -> [Record]
            ) -> any JobHandler {
                ScanHandler<Payload, Record>(
                    scanners: scanners, accounts: accounts, mostMetrics: most, convert: convert)
            }
            return [
                scan(ScanEC2.self) { try $0.all(EC2Instance.self).map { try EC2InstanceRecord($0) } },
                scan(ScanS3.self) { $0.all(S3Bucket.self).map { S3BucketRecord($0) } },
                scan(ScanVPC.self) { try $0.all(VPC.self).map { try VPCRecord($0) } },
                scan(ScanRDS.self) { $0.all(RDSInstance.self).map { RDSInstanceRecord($0) } },
                MetricsHandler(
                    scanners: scanners, accounts: accounts, scans: ScanStore(database: resources.database)),
            ]
        }.run()
    }

    private static func amazon(
        _ configuration: AWSConfiguration, _ reader: inout ConfigurationReader, _ logger: Logger
    ) -> [ScannerFactory.Service: any CloudScanner] {
        guard let region = AWSRegion(configuration.region) else {
            reader.note(.awsRegion, found: "is \"\(configuration.region)\"", expected: "a region such as eu-west-1")
            return [:]
        }
        var client = AWSClient.Configuration()
        do {
            client.endpoints = try AWSEndpoints(override: configuration.endpointURL)
        } catch {
            reader.note(.awsEndpointURL, found: "is no URL of a server", expected: "\(error)")
        }
        // Without a key of our own no role can be assumed: the worker starts, and its scans say what is missing.
        guard let key = configuration.credentials else { return [:] }
        let credentials = AWSCredentials(
            accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey.reveal(),
            sessionToken: key.sessionToken?.reveal())
        var scanning = AWSScanning(
            client: AWSClient(http: WebClient(), client), credentials: StaticCredentials(credentials),
            homeRegion: region)
        scanning.trustCheck = reader.choice(.roleTrustCheck, default: RoleTrust.Check.automatic)
        scanning.onRefusedKey = { error in
            logger.error(
                "AWS does not accept the worker's own key: renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                    + "AWS_SESSION_TOKEN, and restart the workers; until then no account can be scanned",
                ["error": .string("\(error)")])
        }
        return scanning.scanners
    }
}
