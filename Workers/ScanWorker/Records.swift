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
            state: instance.state, publicIP: instance.publicIP, privateIP: instance.privateIP,
            vpcID: instance.vpcID, launchTime: instance.launchTime,
            tags: Array(try JSONEncoder.rows.encode(instance.tags)))
    }
}
