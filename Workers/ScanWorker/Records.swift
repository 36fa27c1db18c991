import AWS
import CloudScanners
import Foundation
import Scans

// What the cloud said, as the rows that are kept.

extension RegionReport {
    init(_ outcome: RegionOutcome) {
        // A status that storage has no word for is not complete.
        self.init(
            region: outcome.region, status: Status(rawValue: outcome.status.rawValue) ?? .failed,
            resources: outcome.resources, calls: outcome.calls, reason: outcome.reason)
    }
}

extension EC2InstanceRecord {
    init(_ instance: EC2Instance) throws {
        self.init(
            region: instance.region.name, instanceID: instance.instanceID, instanceType: instance.instanceType,
            state: instance.state, stoppedAt: instance.state == "stopped" ? instance.stateChangedAt : nil,
            publicIP: instance.publicIP, privateIP: instance.privateIP, vpcID: instance.vpcID,
            launchTime: instance.launchTime, tags: Array(try JSONEncoder.rows.encode(instance.tags)))
    }
}

extension S3BucketRecord {
    init(_ bucket: S3Bucket) {
        self.init(
            region: bucket.regionName, bucketName: bucket.name, isPublic: bucket.isPublic.kept,
            isEncrypted: bucket.isEncrypted.kept,
            encryptionAlgorithm: bucket.encryption.value == nil ? nil : bucket.encryptionAlgorithm,
            versioningEnabled: bucket.isVersioned.kept,
            totalSizeGB: .unknown("The cloud tells sizes with its metrics, which were not read."),
            creationTime: bucket.createdAt)
    }
}

extension VPCRecord {
    init(_ vpc: VPC) throws {
        self.init(
            region: vpc.regionName, vpcID: vpc.vpcID, cidrBlock: vpc.cidrBlock, isDefault: vpc.isDefault,
            subnetCount: vpc.subnetCount.kept, tags: Array(try JSONEncoder.rows.encode(vpc.tags)))
    }
}

extension RDSInstanceRecord {
    init(_ database: RDSInstance) {
        self.init(
            region: database.regionName, dbIdentifier: database.dbIdentifier, engine: database.engine,
            engineVersion: database.engineVersion, instanceClass: database.instanceClass ?? "unknown",
            status: database.status ?? "unknown", storageGB: database.storageGB.kept, vpcID: database.vpcID,
            isPublic: database.isPublic.kept, isReachable: database.isReachable.kept,
            isEncrypted: database.isEncrypted.kept, backupRetentionDays: database.backupRetentionDays.kept,
            multiAZ: database.isMultiZone)
    }
}

extension CloudScanners.Known {
    fileprivate var kept: Scans.Known<Value> {
        switch self {
        case .value(let value): .known(value)
        case .unknown(let reason): .unknown(reason)
        }
    }
}
