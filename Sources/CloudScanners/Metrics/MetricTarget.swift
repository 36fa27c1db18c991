public import Foundation

/// A resource whose metrics are read; made of what a scan found, or of what was stored of it.
public struct MetricTarget: Sendable, Hashable {
    /// As in `CloudResource`.
    public var identifier: String
    public var regionName: String
    /// What a network's traffic is the sum of: the ids of its instances. Empty for other kinds.
    public var members: [String]
    /// Why they are not known, a sentence for the owner of the account; nil when they are.
    public var obstacle: String?

    public init(identifier: String, regionName: String, members: [String] = [], obstacle: String? = nil) {
        self.identifier = identifier
        self.regionName = regionName
        self.members = members
        self.obstacle = obstacle
    }

    /// What of a resource can have been measured since a moment; nil when nothing can.
    public init?(_ resource: any CloudResource, since: Date) {
        guard resource.mayBeMeasured(since: since) else { return nil }
        self.init(identifier: resource.identifier, regionName: resource.regionName)
        guard let network = resource as? VPC else { return }
        members = network.instanceIDs.value ?? []
        obstacle = network.instanceIDs.reason
    }
}
