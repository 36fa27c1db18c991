public import Jobs

/// A service of a cloud that can be scanned.
public enum ScanService: String, Sendable, Codable, CaseIterable {
    case ec2

    public var definition: JobDefinition {
        switch self {
        case .ec2: ScanEC2.definition
        }
    }

    public var resourceType: ResourceType {
        switch self {
        case .ec2: .ec2Instance
        }
    }
}

/// A cloud whose accounts can be scanned.
public enum ScanProvider: String, Sendable, Codable, CaseIterable {
    case aws
}
