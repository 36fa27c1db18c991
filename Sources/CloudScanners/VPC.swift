/// A virtual network that a scan found.
public struct VPC: CloudResource, Equatable {
    public static let kind = "vpc"

    public var vpcID: String
    public var regionName: String
    /// IPv4, such as `10.0.0.0/16`; the first one of several.
    public var cidrBlock: String
    public var isDefault: Bool
    public var tags: [String: String]
    public var subnetCount: Known<Int>

    public init(
        vpcID: String, regionName: String, cidrBlock: String, isDefault: Bool, tags: [String: String],
        subnetCount: Known<Int>
    ) {
        self.vpcID = vpcID
        self.regionName = regionName
        self.cidrBlock = cidrBlock
        self.isDefault = isDefault
        self.tags = tags
        self.subnetCount = subnetCount
    }

    public var identifier: String { vpcID }
}
