/// How a bucket encrypts what is put into it.
public enum BucketEncryption: Sendable, Equatable {
    /// Nothing by default. AWS encrypts every bucket since January 2023; other stores do not.
    case none
    /// A key of S3's own (SSE-S3).
    case aes256
    case kms
    /// Two layers (DSSE-KMS).
    case dualKMS
    /// Newer than this program, as AWS calls it.
    case other(String)

    init(algorithm: String) {
        switch algorithm {
        case "AES256": self = .aes256
        case "aws:kms": self = .kms
        case "aws:kms:dsse": self = .dualKMS
        default: self = .other(String(algorithm.prefix(32)))
        }
    }

    /// `none`, or as AWS calls it: `AES256`, `aws:kms`, `aws:kms:dsse`.
    public var algorithm: String {
        switch self {
        case .none: "none"
        case .aes256: "AES256"
        case .kms: "aws:kms"
        case .dualKMS: "aws:kms:dsse"
        case .other(let name): name
        }
    }
}

/// Whether a bucket keeps what is overwritten.
public enum BucketVersioning: String, Sendable {
    case enabled, suspended
    /// Never switched on.
    case off
}

/// Who owns what is put into a bucket, and with that whether ACLs count.
public enum BucketOwnership: String, Sendable {
    /// ACLs are off.
    case bucketOwnerEnforced = "BucketOwnerEnforced"
    case bucketOwnerPreferred = "BucketOwnerPreferred"
    case objectWriter = "ObjectWriter"
}
