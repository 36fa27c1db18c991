import Foundation

/// A database, as DescribeDBInstances reports it. Nil is what AWS did not say.
public struct DBInstance: Sendable, Equatable {
    /// Services whose databases RDS lists among its own.
    static let otherServices: Set<String> = ["neptune", "docdb"]

    public var identifier: String
    /// Such as `postgres`, `aurora-mysql`, `oracle-ee`.
    public var engine: String
    public var engineVersion: String
    public var region: AWSRegion
    public var instanceClass: String?
    /// Such as `available`, `creating`.
    public var status: String?
    /// GiB. Nil for Aurora, whose storage grows by itself: AWS says 1 there.
    public var storageGB: Int?
    /// AWS gives it a public address.
    public var isPubliclyAccessible: Bool?
    public var isEncrypted: Bool?
    /// Days; 0 is none.
    public var backupRetentionDays: Int?
    public var isMultiZone: Bool?
    public var isDeletionProtected: Bool?
    /// Nil until it has an endpoint.
    public var port: Int?
    public var vpcID: String?
    public var securityGroupIDs: [String]
    public var createdAt: Date?

    /// From one `DBInstance`.
    init(_ item: XMLNode, region: AWSRegion) throws(MalformedAnswer) {
        guard let id = item.value("DBInstanceIdentifier"), let engine = item.value("Engine") else {
            throw .missingField
        }
        identifier = id
        self.engine = engine
        self.region = region
        engineVersion = item.value("EngineVersion") ?? ""
        instanceClass = item.value("DBInstanceClass")
        status = item.value("DBInstanceStatus")
        storageGB = engine.hasPrefix("aurora") ? nil : item.value("AllocatedStorage").flatMap { Int($0) }
        isPubliclyAccessible = item.flag("PubliclyAccessible")
        isEncrypted = item.flag("StorageEncrypted")
        backupRetentionDays = item.value("BackupRetentionPeriod").flatMap { Int($0) }
        isMultiZone = item.flag("MultiAZ")
        isDeletionProtected = item.flag("DeletionProtection")
        port = item.value("Endpoint", "Port").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        vpcID = item.value("DBSubnetGroup", "VpcId")
        securityGroupIDs = item.items("VpcSecurityGroups", "VpcSecurityGroupMembership")
            .filter { $0.value("Status") != "removed" }
            .compactMap { $0.value("VpcSecurityGroupId") }
        createdAt = item.value("InstanceCreateTime").flatMap(AWSTime.parse)
    }
}

extension XMLNode {
    fileprivate func flag(_ name: String) -> Bool? { value(name).flatMap { Bool($0.lowercased()) } }
}
