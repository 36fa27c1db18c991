/// One thing that a scan found.
public protocol CloudResource: Sendable {
    /// Such as `ec2_instance`.
    static var kind: String { get }
    /// Unique within the account, the region and the kind.
    var identifier: String { get }
    /// `unknown` when it could not be read.
    var regionName: String { get }
}
