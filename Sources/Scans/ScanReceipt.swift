public import Foundation
public import Jobs
import Postgres
import Storage

/// What a run found, as effects that commit with its job's result.
public struct ScanReceipt: Sendable {
    let runID: UUID
    let account: UUID
    let timestamp: Date

    public init(runID: UUID, account: UUID, timestamp: Date) {
        self.runID = runID
        self.account = account
        self.timestamp = timestamp
    }

    /// What was found in complete regions is kept, also when others could not be read.
    /// - Parameters:
    ///   - error: what went wrong, for the person who asked for the scan; nil for a complete one.
    ///   - regions: JSON, as in `ScanRun.regions`.
    public func close(error: String?, instances: [EC2InstanceRecord], regions: [UInt8]) -> [any Effect] {
        let status = error == nil ? ScanStatus.success : .error
        let receipt: Query = """
            update scan_runs
            set status = \(status.rawValue), total_resources = \(Int32(clamping: instances.count)),
                error = \(error as String?), regions = \(JSONText(regions)), scan_timestamp = \(timestamp),
                finished_at = now()
            where id = \(runID)
            """
        return [receipt] + (instances.isEmpty ? [] : [insertion(of: instances)])
    }

    private func insertion(of instances: [EC2InstanceRecord]) -> RowInsertion {
        RowInsertion(
            into: "ec2_instances",
            [
                ("scan_run_id", instances.map { _ in runID }), ("account", instances.map { _ in account }),
                ("scan_timestamp", instances.map { _ in timestamp }), ("region", instances.map(\.region)),
                ("instance_id", instances.map(\.instanceID)), ("instance_type", instances.map(\.instanceType)),
                ("state", instances.map(\.state)), ("public_ip", instances.map(\.publicIP)),
                ("private_ip", instances.map(\.privateIP)), ("vpc_id", instances.map(\.vpcID)),
                ("launch_time", instances.map(\.launchTime)), ("tags", instances.map { JSONText($0.tags) }),
            ])
    }
}

/// One row of `ec2_instances`.
public struct EC2InstanceRecord: Sendable {
    public let region: String
    public let instanceID: String
    public let instanceType: String
    public let state: String
    public let publicIP: String?
    public let privateIP: String?
    public let vpcID: String?
    public let launchTime: Date?
    /// A JSON object of strings.
    public let tags: [UInt8]

    public init(
        region: String, instanceID: String, instanceType: String, state: String, publicIP: String?,
        privateIP: String?, vpcID: String?, launchTime: Date?, tags: [UInt8]
    ) {
        self.region = region
        self.instanceID = instanceID
        self.instanceType = instanceType
        self.state = state
        self.publicIP = publicIP
        self.privateIP = privateIP
        self.vpcID = vpcID
        self.launchTime = launchTime
        self.tags = tags
    }
}
