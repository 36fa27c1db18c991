import AWS

/// Which ports security groups open to every address: all rules of all groups together, since what one leaves out
/// another may let in. What could not be read leaves the question open, unless what was read opens already.
struct SecurityGroupReach: Sendable {
    private let byID: [String: SecurityGroup]
    private let failure: AWSError?

    init(_ listing: Listing<SecurityGroup>) {
        byID = listing.elements.reduce(into: [:]) { $0[$1.groupID] = $1 }
        failure = listing.failure ?? listing.gap
    }

    func opens(_ instance: DBInstance) -> Known<Bool> {
        let groups = instance.securityGroupIDs.map { ($0, byID[$0]) }
        let rules = groups.flatMap { id, group in (group?.inbound ?? []).map { (id, $0) } }
            .filter { instance.port.map($0.1.ports.contains) ?? true }
        let cover = AddressCoverage(rules.flatMap(\.1.sources))
        if cover.isEverything {
            let always = AddressCoverage(rules.filter { $0.1.ports == 0...65535 }.flatMap(\.1.sources))
            return instance.port != nil || always.isEverything
                ? .value(true) : .unknown("The database has no port yet.")
        }
        if let unread = groups.first(where: { $0.1 == nil }) {
            return .unknown(failure?.sentence ?? "AWS did not show the security group \(unread.0).")
        }
        if let listed = rules.first(where: \.1.namesPrefixLists) {
            return .unknown("The security group \(listed.0) names a prefix list, which is not read.")
        }
        if cover.strange != nil { return .unknown("A security group names addresses that are not understood.") }
        return .value(false)
    }
}
