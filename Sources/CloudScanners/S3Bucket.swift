import AWS
import Foundation

/// A bucket that a scan found.
public struct S3Bucket: CloudResource, Equatable {
    public static let kind = "s3_bucket"

    public var name: String
    /// Nil when it could not be read.
    public var region: AWSRegion?
    public var createdAt: Date?
    /// Anyone on the internet, or anyone with an account of the cloud, is let in by its ACL or its policy, and neither
    /// the bucket nor the account holds that back.
    public var isPublic: Known<Bool>
    /// What lets them in; empty unless it is public: `acl`, `policy`.
    public var publicBy: [String]
    /// Single objects can have ACLs of their own that let everyone in, also when the bucket is not public.
    public var mayHavePublicObjects: Known<Bool>
    /// What is put into it is encrypted without being asked to.
    public var isEncrypted: Known<Bool>
    public var encryption: Known<BucketEncryption>
    public var versioning: Known<BucketVersioning>

    public init(
        name: String, region: AWSRegion? = nil, createdAt: Date? = nil, isPublic: Known<Bool>, publicBy: [String],
        mayHavePublicObjects: Known<Bool>, isEncrypted: Known<Bool>, encryption: Known<BucketEncryption>,
        versioning: Known<BucketVersioning>
    ) {
        self.name = name
        self.region = region
        self.createdAt = createdAt
        self.isPublic = isPublic
        self.publicBy = publicBy
        self.mayHavePublicObjects = mayHavePublicObjects
        self.isEncrypted = isEncrypted
        self.encryption = encryption
        self.versioning = versioning
    }

    public var identifier: String { name }
    public var regionName: String { region?.name ?? "unknown" }
    /// `none`, `AES256`, `aws:kms`, `aws:kms:dsse`, `unknown`, or as AWS calls it.
    public var encryptionAlgorithm: String { encryption.value?.algorithm ?? "unknown" }
    /// Overwritten objects are kept now.
    public var isVersioned: Known<Bool> { versioning.map { $0 == .enabled } }
}
