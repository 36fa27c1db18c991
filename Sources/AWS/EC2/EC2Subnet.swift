/// A part of a virtual network, as DescribeSubnets reports it.
public struct EC2Subnet: Sendable, Equatable {
    public var subnetID: String
    public var vpcID: String
}
