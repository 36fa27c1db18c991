import Foundation

/// A managed database that a scan found.
public struct RDSInstance: CloudResource, Equatable {
    public static let kind = "rds_instance"

    public var dbIdentifier: String
    public var regionName: String
    /// Such as `postgres`, `aurora-mysql`.
    public var engine: String
    public var engineVersion: String
    public var instanceClass: String?
    /// Such as `available`.
    public var status: String?
    /// GiB. Not known for Aurora, whose storage grows by itself.
    public var storageGB: Known<Int>
    /// It has a public address (AWS's flag). Whether anyone gets through to it is `isReachable`.
    public var isPublic: Known<Bool>
    /// Its security groups open its port to every address of the internet.
    public var isReachable: Known<Bool>
    public var isEncrypted: Known<Bool>
    /// 0 is none.
    public var backupRetentionDays: Known<Int>
    public var isMultiZone: Bool?
    public var isDeletionProtected: Bool?
    /// Nil until it has an endpoint.
    public var port: Int?
    public var vpcID: String?
    public var createdAt: Date?

    public init(
        dbIdentifier: String, regionName: String, engine: String, engineVersion: String, instanceClass: String? = nil,
        status: String? = nil, storageGB: Known<Int>, isPublic: Known<Bool>, isReachable: Known<Bool>,
        isEncrypted: Known<Bool>, backupRetentionDays: Known<Int>, isMultiZone: Bool? = nil,
        isDeletionProtected: Bool? = nil, port: Int? = nil, vpcID: String? = nil, createdAt: Date? = nil
    ) {
        self.dbIdentifier = dbIdentifier
        self.regionName = regionName
        self.engine = engine
        self.engineVersion = engineVersion
        self.instanceClass = instanceClass
        self.status = status
        self.storageGB = storageGB
        self.isPublic = isPublic
        self.isReachable = isReachable
        self.isEncrypted = isEncrypted
        self.backupRetentionDays = backupRetentionDays
        self.isMultiZone = isMultiZone
        self.isDeletionProtected = isDeletionProtected
        self.port = port
        self.vpcID = vpcID
        self.createdAt = createdAt
    }

    public var identifier: String { dbIdentifier }
}
