import AWS

/// Who gets into a bucket, from six things that may each be known or not. What could not be read counts only where it
/// could change the answer.
struct BucketExposure: Sendable {
    var accountBlock: Known<PublicAccessBlock>
    var bucketBlock: Known<PublicAccessBlock>
    var aclIsPublic: Known<Bool>
    var policyIsPublic: Known<Bool>
    var ownership: Known<BucketOwnership>

    var isPublic: Known<Bool> { byACL || byPolicy }

    var publicBy: [String] {
        [("acl", byACL), ("policy", byPolicy)].filter { $0.1 == .value(true) }.map(\.0)
    }

    /// Whether ACLs that let everyone in count at all.
    var aclsCount: Known<Bool> {
        !flag(\.ignorePublicACLs) && !ownership.map { $0 == .bucketOwnerEnforced }
    }

    private var byACL: Known<Bool> { aclIsPublic && aclsCount }

    /// With this flag a public policy serves the account's own users alone.
    private var byPolicy: Known<Bool> { policyIsPublic && !flag(\.restrictPublicBuckets) }

    /// A flag counts when the account or the bucket sets it.
    private func flag(_ path: KeyPath<PublicAccessBlock, Bool>) -> Known<Bool> {
        func read(_ block: Known<PublicAccessBlock>) -> Known<Bool> {
            switch block {
            case .value(let block): .value(block[keyPath: path])
            case .unknown(let reason): .unknown(reason)
            }
        }
        return read(accountBlock) || read(bucketBlock)
    }
}
