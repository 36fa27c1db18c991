/// A type of resource that scans find: where its rows are and by which columns they can be filtered.
public enum ResourceType: String, Sendable, CaseIterable {
    case ec2Instance = "ec2_instance"

    public var service: ScanService {
        switch self {
        case .ec2Instance: .ec2
        }
    }

    var table: String {
        switch self {
        case .ec2Instance: "ec2_instances"
        }
    }

    /// Names one resource within a region of a run.
    var identity: String {
        switch self {
        case .ec2Instance: "instance_id"
        }
    }

    /// What a row shows, and what it can be filtered by.
    public var columns: [String] {
        switch self {
        case .ec2Instance:
            [
                "instance_id", "instance_type", "state", "region", "public_ip", "private_ip", "vpc_id", "launch_time",
                "tags", "scan_timestamp",
            ]
        }
    }
}
