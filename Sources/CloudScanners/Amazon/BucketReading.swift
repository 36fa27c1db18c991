import AWS

/// What reading one bucket gave: each answer, or why there is none.
struct BucketReading: Sendable {
    private typealias Answer<Value: Sendable> = Result<Answered<Value>, AWSError>

    private let listed: ListedBucket
    private let block: Result<Answered<PublicAccessBlock>, AWSError>
    private let acl: Result<Answered<Bool>, AWSError>
    private let policy: Result<Answered<Bool>, AWSError>
    private let ownership: Result<Answered<BucketOwnership>, AWSError>
    private let encryption: Result<Answered<BucketEncryption>, AWSError>
    private let versioning: Result<Answered<BucketVersioning>, AWSError>
    private let region: AWSRegion?

    /// Asks everything side by side.
    init(_ listed: ListedBucket, _ shelf: RegionBuckets, _ s3: S3, _ context: AWSCallContext) async {
        let reader = s3.bucket(listed.name, in: shelf.region)
        async let block = Answer { () async throws(AWSError) in try await reader.publicAccessBlock(context) }
        async let acl = Answer { () async throws(AWSError) in try await reader.aclIsPublic(context) }
        async let policy = Answer { () async throws(AWSError) in try await reader.policyIsPublic(context) }
        async let ownership = Answer { () async throws(AWSError) in try await reader.ownership(context) }
        async let encryption = Answer { () async throws(AWSError) in try await reader.encryption(context) }
        async let versioning = Answer { () async throws(AWSError) in try await reader.versioning(context) }
        self.listed = listed
        self.block = await block
        self.acl = await acl
        self.policy = await policy
        self.ownership = await ownership
        self.encryption = await encryption
        self.versioning = await versioning
        let answered =
            Self.region(self.block) ?? Self.region(self.acl) ?? Self.region(self.policy)
            ?? Self.region(self.ownership) ?? Self.region(self.encryption) ?? Self.region(self.versioning)
        region = answered ?? (shelf.isCertain ? shelf.region : nil)
    }

    var errors: [AWSError] {
        [block.error, acl.error, policy.error, ownership.error, encryption.error, versioning.error].compactMap { $0 }
    }

    /// Deleted since it was listed.
    var isGone: Bool { errors.contains(where: \.isBucketGone) }

    func bucket(_ accountBlock: Result<PublicAccessBlock, AWSError>) -> S3Bucket {
        let exposure = BucketExposure(
            accountBlock: Known(accountBlock), bucketBlock: Self.known(block), aclIsPublic: Self.known(acl),
            policyIsPublic: Self.known(policy), ownership: Self.known(ownership))
        let encryption = Self.known(encryption)
        return S3Bucket(
            name: listed.name, region: region, createdAt: listed.createdAt, isPublic: exposure.isPublic,
            publicBy: exposure.publicBy, mayHavePublicObjects: exposure.aclsCount,
            isEncrypted: encryption.map { $0 != .none }, encryption: encryption, versioning: Self.known(versioning))
    }

    private static func known<Value>(_ result: Result<Answered<Value>, AWSError>) -> Known<Value> {
        Known(result.map(\.value))
    }

    private static func region<Value>(_ result: Result<Answered<Value>, AWSError>) -> AWSRegion? {
        (try? result.get())?.region
    }
}
