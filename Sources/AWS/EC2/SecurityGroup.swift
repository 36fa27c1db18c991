/// Which traffic may come in, as DescribeSecurityGroups reports it.
public struct SecurityGroup: Sendable, Equatable {
    /// One rule for what comes in over TCP, or over everything.
    public struct Inbound: Sendable, Equatable {
        public var ports: ClosedRange<Int>
        /// As AWS writes them: `0.0.0.0/0`, `::/0`, `10.0.0.0/8`.
        public var sources: [String]
        /// The rule also names lists of addresses, which are not read here.
        public var namesPrefixLists: Bool
    }

    public var groupID: String
    public var inbound: [Inbound]

    /// From one `item` of a `securityGroupInfo`.
    init(_ item: XMLNode) throws(MalformedAnswer) {
        guard let id = item.value("groupId") else { throw .missingField }
        groupID = id
        inbound = []
        for rule in item.items("ipPermissions") {
            if let rule = try Self.inbound(rule) { inbound.append(rule) }
        }
    }

    private static func inbound(_ rule: XMLNode) throws(MalformedAnswer) -> Inbound? {
        guard let transport = rule.value("ipProtocol") else { throw .missingField }
        let ports: ClosedRange<Int>
        switch transport {
        case "-1": ports = 0...65535
        case "tcp", "6":
            guard let from = rule.value("fromPort").flatMap({ Int($0) }),
                let to = rule.value("toPort").flatMap({ Int($0) }), from <= to
            else { throw .missingField }
            ports = from...to
        default: return nil
        }
        let sources =
            rule.items("ipRanges").compactMap { $0.value("cidrIp") }
            + rule.items("ipv6Ranges").compactMap { $0.value("cidrIpv6") }
        return Inbound(ports: ports, sources: sources, namesPrefixLists: !rule.items("prefixListIds").isEmpty)
    }
}
