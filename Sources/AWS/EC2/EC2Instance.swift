import Foundation

/// A virtual machine, as DescribeInstances tells it. Terminated ones stay listed for about an hour.
public struct EC2Instance: Sendable, Equatable {
    public var instanceID: String
    public var instanceType: String
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped`.
    public var state: String
    public var region: AWSRegion
    public var publicIP: String?
    public var privateIP: String?
    public var tags: [String: String]
    public var vpcID: String?
    public var launchTime: Date?

    /// From one `item` of an `instancesSet`.
    init(_ item: XMLNode, region: AWSRegion) throws(MalformedAnswer) {
        guard let id = item.value("instanceId"), let type = item.value("instanceType"),
            let state = item.value("instanceState", "name")
        else { throw .missingField }
        instanceID = id
        instanceType = type
        self.state = state
        self.region = region
        publicIP = item.value("ipAddress")
        privateIP = item.value("privateIpAddress")
        vpcID = item.value("vpcId")
        launchTime = item.value("launchTime").flatMap(AWSTime.parse)
        // A tag may have an empty value, and an empty one only.
        tags = item.items("tagSet").reduce(into: [:]) { tags, tag in
            if let key = tag.value("key") { tags[key] = tag["value"]?.text ?? "" }
        }
    }
}
