public import Foundation

/// One thing that a scan found.
public protocol CloudResource: Sendable {
    /// Such as `ec2_instance`.
    static var kind: String { get }
    /// Unique within the account, the region and the kind.
    var identifier: String { get }
    /// `unknown` when it could not be read.
    var regionName: String { get }
    /// False when its metrics can have no points since that moment, and asking for them is not worth its price.
    func mayBeMeasured(since: Date) -> Bool
}

extension CloudResource {
    public func mayBeMeasured(since: Date) -> Bool { true }
}
