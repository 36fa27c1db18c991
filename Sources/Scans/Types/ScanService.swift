public import Jobs

/// A service of a cloud that can be scanned.
public enum ScanService: String, Sendable, Codable, CaseIterable {
    case ec2, s3, vpc, rds

    /// Those that a worker has a scanner for, in the order in which callers see them.
    public static let offered: [ScanService] = [.ec2, .s3, .vpc, .rds]

    public var definition: JobDefinition {
        JobDefinition(
            kind: JobKind(rawValue: "scan.\(provider.rawValue).\(rawValue)"), queue: "scan", timeout: .seconds(300),
            maxAttempts: 3)
    }

    public var provider: ScanProvider { .aws }

    public var resourceTypes: [ResourceType] { ResourceType.all.filter { $0.service == self } }
}

/// A cloud whose accounts can be scanned.
public enum ScanProvider: String, Sendable, Codable, CaseIterable {
    case aws

    public var services: [ScanService] { ScanService.offered.filter { $0.provider == self } }
}
