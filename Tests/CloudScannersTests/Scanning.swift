import AWS
import AWSTestSupport
import CloudScanners
import HTTPClient
import Testing

let tenant = "111122223333"
let tenantRole = ScanRequest.Access.role("arn:aws:iam::111122223333:role/scan", externalID: "external-1")

enum AWSScanningFixture {
    /// Scanning as a worker has it, against a test's AWS, with two retries and no waits between them.
    static func scanning(_ url: String, key: MotoServer.Key? = nil) throws -> AWSScanning {
        var configuration = AWSClient.Configuration()
        configuration.endpoints = try AWSEndpoints(override: url)
        configuration.retries.scale = .zero
        configuration.retries.throttlingScale = .zero
        configuration.retries.attempts = 3
        configuration.retries.shortest = .zero
        let credentials = AWSCredentials(
            accessKeyID: key?.accessKeyID ?? "AKIAOWN", secretAccessKey: key?.secretAccessKey ?? "own-secret")
        return AWSScanning(
            client: AWSClient(http: WebClient(), configuration), credentials: StaticCredentials(credentials),
            homeRegion: try #require(AWSRegion("us-east-1")))
    }
}

/// A service's scanner.
func scanner(
    _ url: String, key: MotoServer.Key? = nil, of service: String = "ec2",
    _ change: (inout AWSScanning) -> Void = { _ in }
) throws -> any CloudScanner {
    var scanning = try AWSScanningFixture.scanning(url, key: key)
    change(&scanning)
    return try #require(ScannerFactory([scanning.scanners]).scanner(provider: "aws", service: service))
}

extension CloudScanner {
    func scan(_ access: ScanRequest.Access = tenantRole, _ regions: [String] = []) async throws -> ScanInventory {
        try await scan(ScanRequest(access: access, regions: regions), until: .now + .seconds(60))
    }

    func failure(_ access: ScanRequest.Access = tenantRole, _ regions: [String] = []) async throws -> ScanError? {
        do {
            _ = try await scan(access, regions)
            return nil
        } catch let error as ScanError {
            return error
        }
    }
}
