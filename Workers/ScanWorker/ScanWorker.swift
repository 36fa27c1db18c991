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
            let scanners = ScannerFactory([Self.amazon(aws, &reader)])
            let accounts = AccountStore(database: resources.database)
            let most = reader.integer(.scanMetricsLimit, in: 0...100_000)
            return [
                ScanHandler(ScanEC2.self, scanners: scanners, accounts: accounts, mostMetrics: most) { findings, _ in
                    try findings.all(EC2Instance.self).map { try EC2InstanceRecord($0) }
                },
                ScanHandler(ScanS3.self, scanners: scanners, accounts: accounts, mostMetrics: most) {
                    findings, metrics in
                    findings.all(S3Bucket.self).map { S3BucketRecord($0, size: metrics.size(of: $0)) }
                },
                ScanHandler(ScanVPC.self, scanners: scanners, accounts: accounts, mostMetrics: most) { findings, _ in
                    try findings.all(VPC.self).map { try VPCRecord($0) }
                },
                ScanHandler(ScanRDS.self, scanners: scanners, accounts: accounts, mostMetrics: most) { findings, _ in
                    findings.all(RDSInstance.self).map { RDSInstanceRecord($0) }
                },
            ]
        }.run()
    }

    private static func amazon(
        _ configuration: AWSConfiguration, _ reader: inout ConfigurationReader
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
        return AWSScanning(
            client: AWSClient(http: WebClient(), client), credentials: StaticCredentials(credentials),
            homeRegion: region
        ).scanners
    }
}
