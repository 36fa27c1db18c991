import Foundation

/// A virtual machine, as DescribeInstances reports it. Terminated ones stay listed for about an hour.
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
    /// When a user's request brought it into its state: for a stopped one, when it was stopped. AWS gives it as a part
    /// of a sentence; nil when it does not.
    public var stateChangedAt: Date?

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
        stateChangedAt = item.value("reason").flatMap(Self.moment)
        tags = item.tags
    }

    /// `User initiated (2026-11-20 10:00:00 GMT)`
    private static func moment(_ reason: String) -> Date? {
        guard let open = reason.lastIndex(of: "("), let close = reason.lastIndex(of: ")"), open < close else {
            return nil
        }
        let words = reason[reason.index(after: open)..<close].split(separator: " ")
        guard words.count == 3, words[2] == "GMT" || words[2] == "UTC" else { return nil }
        return AWSTime.parse("\(words[0])T\(words[1])Z")
    }
}
