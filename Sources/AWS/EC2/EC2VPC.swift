/// A virtual network, as DescribeVpcs reports it.
public struct EC2VPC: Sendable, Equatable {
    public var vpcID: String
    /// IPv4, such as `10.0.0.0/16`; the first one of several.
    public var cidrBlock: String
    public var isDefault: Bool
    public var state: String?
    public var tags: [String: String]

    /// From one `item` of a `vpcSet`.
    init(_ item: XMLNode) throws(MalformedAnswer) {
        guard let id = item.value("vpcId"), let cidr = item.value("cidrBlock"),
            let isDefault = item.value("isDefault").flatMap(Bool.init)
        else { throw .missingField }
        vpcID = id
        cidrBlock = cidr
        self.isDefault = isDefault
        state = item.value("state")
        tags = item.tags
    }
}

extension XMLNode {
    /// EC2's way to write tags. A tag may have an empty value, and an empty one only.
    var tags: [String: String] {
        items("tagSet").reduce(into: [:]) { tags, tag in
            if let key = tag.value("key") { tags[key] = tag["value"]?.text ?? "" }
        }
    }
}
