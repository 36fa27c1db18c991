import AWS

/// Which ports security groups open to every address. One group that opens is enough; one that could not be read is
/// enough to leave the question open.
struct SecurityGroupReach: Sendable {
    private let byID: [String: SecurityGroup]
    private let failure: AWSError?

    init(_ listing: Listing<SecurityGroup>) {
        byID = listing.elements.reduce(into: [:]) { $0[$1.groupID] = $1 }
        failure = listing.failure
    }

    func opens(_ instance: DBInstance) -> Known<Bool> {
        instance.securityGroupIDs.reduce(.value(false)) { $0 || opens($1, instance.port) }
    }

    private func opens(_ id: String, _ port: Int?) -> Known<Bool> {
        guard let group = byID[id] else {
            return .unknown(failure?.sentence ?? "AWS did not show the security group \(id).")
        }
        return group.inbound.reduce(.value(false)) { $0 || opens($1, port, id) }
    }

    private func opens(_ rule: SecurityGroup.Inbound, _ port: Int?, _ id: String) -> Known<Bool> {
        if let port, !rule.ports.contains(port) { return .value(false) }
        if rule.isOpenToTheWorld {
            let isCertain = port != nil || rule.ports == 0...65535
            return isCertain ? .value(true) : .unknown("The database has no port yet.")
        }
        guard rule.namesPrefixLists else { return .value(false) }
        return .unknown("The security group \(id) names a prefix list, which is not read.")
    }
}
