import AWSTestSupport
import CloudScanners
import Foundation
import Testing

@Suite("Other clouds")
struct FactoryTests {
    /// All that another cloud takes.
    private struct Droplet: CloudResource {
        static let kind = "droplet"
        let identifier: String
        let regionName: String
    }

    private struct DropletScanner: CloudScanner, MetricsReader {
        func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory {
            let regions = request.regions.map { RegionOutcome(service: "droplets", region: $0, resources: 1, calls: 1) }
            return ScanInventory(
                accountID: "sea", regions: regions,
                resources: request.regions.map { Droplet(identifier: "d-\($0)", regionName: $0) },
                regionLimit: .seconds(1))
        }

        func readMetrics(
            _ request: MetricsRequest, until deadline: ContinuousClock.Instant
        ) async throws -> MetricsReading {
            MetricsReading(accountID: "sea", series: [], queries: 0, calls: 0)
        }
    }

    @Test("another cloud takes a scanner and a place in the factory's list, and nothing else")
    func another() async throws {
        let aws = try AWSScanningFixture.scanning("http://127.0.0.1:1").scanners
        let factory = ScannerFactory([aws, [.init(provider: "sea", name: "droplets"): DropletScanner()]])
        let names = factory.services.map { "\($0.provider)/\($0.name)" }
        #expect(names == ["aws/ec2", "aws/rds", "aws/s3", "aws/vpc", "sea/droplets"])
        let scanner = try #require(factory.scanner(provider: "sea", service: "droplets"))
        let findings = try await scanner.scan(.own, ["north", "south"])
        #expect(findings.error == nil && findings.all(Droplet.self).map(\.identifier) == ["d-north", "d-south"])
        #expect(scanner is any MetricsReader)
        #expect(factory.scanner(provider: "sea", service: "ec2") == nil)
        #expect(factory.scanner(provider: "aws", service: "droplets") == nil)
    }
}
