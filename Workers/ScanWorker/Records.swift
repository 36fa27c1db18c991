import AWS
import CloudScanners
import Foundation
import Scans

// What the cloud said, as the rows that are kept.

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
            region: bucket.regionName, bucketName: bucket.name, isPublic: bucket.isPublic,
            isEncrypted: bucket.isEncrypted,
            encryptionAlgorithm: bucket.encryption.value == nil ? nil : bucket.encryptionAlgorithm,
            versioningEnabled: bucket.isVersioned, creationTime: bucket.createdAt)
    }
}

extension VPCRecord {
    init(_ vpc: VPC) throws {
        self.init(
            region: vpc.regionName, vpcID: vpc.vpcID, cidrBlock: vpc.cidrBlock, isDefault: vpc.isDefault,
            subnetCount: vpc.subnetCount, tags: Array(try JSONEncoder.rows.encode(vpc.tags)))
    }
}

extension RDSInstanceRecord {
    init(_ database: RDSInstance) {
        self.init(
            region: database.regionName, dbIdentifier: database.dbIdentifier, engine: database.engine,
            engineVersion: database.engineVersion, instanceClass: database.instanceClass ?? "unknown",
            status: database.status ?? "unknown", storageGB: database.storageGB, vpcID: database.vpcID,
            isPublic: database.isPublic, isReachable: database.isReachable,
            isEncrypted: database.isEncrypted, backupRetentionDays: database.backupRetentionDays,
            multiAZ: database.isMultiZone)
    }
}
