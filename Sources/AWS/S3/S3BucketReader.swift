/// Reads one bucket's settings, at its own region's endpoint: where AWS says that it is elsewhere, it is followed once.
public struct S3BucketReader: Sendable {
    let client: AWSClient
    let name: String
    let region: AWSRegion

    /// A guess of the region is enough to ask, since AWS names the right one.
    public func location(_ context: AWSCallContext) async throws(AWSError) -> AWSRegion {
        try await read("GetBucketLocation", "location", context) { root throws(MalformedAnswer) -> AWSRegion in
            guard root.name == "LocationConstraint" else { throw .otherDocument }
            switch root.text {
            case "": return try Self.region("us-east-1")
            case "EU": return try Self.region("eu-west-1")
            default: return try Self.region(root.text)
            }
        }.value
    }

    public func publicAccessBlock(_ context: AWSCallContext) async throws(AWSError) -> Answered<PublicAccessBlock> {
        try await read(
            "GetBucketPublicAccessBlock", "publicAccessBlock", context,
            absent: ("NoSuchPublicAccessBlockConfiguration", .none)
        ) { root throws(MalformedAnswer) in try PublicAccessBlock(root) }
    }

    /// Whether the bucket's policy lets the public in, whatever holds it back.
    public func policyIsPublic(_ context: AWSCallContext) async throws(AWSError) -> Answered<Bool> {
        try await read("GetBucketPolicyStatus", "policyStatus", context, absent: ("NoSuchBucketPolicy", false)) {
            root throws(MalformedAnswer) -> Bool in
            guard root.name == "PolicyStatus" else { throw .otherDocument }
            guard let isPublic = root.value("IsPublic").flatMap({ Bool($0.lowercased()) }) else { throw .missingField }
            return isPublic
        }
    }

    /// Whether the bucket's ACL grants anything to everyone, or to everyone with an AWS account.
    public func aclIsPublic(_ context: AWSCallContext) async throws(AWSError) -> Answered<Bool> {
        let groups = ["AllUsers", "AuthenticatedUsers"].map { "http://acs.amazonaws.com/groups/global/\($0)" }
        return try await read("GetBucketAcl", "acl", context) { root throws(MalformedAnswer) -> Bool in
            guard root.name == "AccessControlPolicy" else { throw .otherDocument }
            guard let list = root["AccessControlList"] else { throw .missingField }
            if list.children.contains(where: { $0.value("Grantee", "URI").map(groups.contains) ?? false }) {
                return true
            }
            // Without its grantee a grant may be one to everyone.
            guard list.children.allSatisfy({ $0["Grantee"] != nil }) else { throw .missingField }
            return false
        }
    }

    public func ownership(_ context: AWSCallContext) async throws(AWSError) -> Answered<BucketOwnership> {
        // Buckets from before ownership controls behave like this.
        let absent = ("OwnershipControlsNotFoundError", BucketOwnership.objectWriter)
        return try await read("GetBucketOwnershipControls", "ownershipControls", context, absent: absent) {
            root throws(MalformedAnswer) -> BucketOwnership in
            guard root.name == "OwnershipControls" else { throw .otherDocument }
            guard let ownership = root.value("Rule", "ObjectOwnership").flatMap(BucketOwnership.init) else {
                throw .missingField
            }
            return ownership
        }
    }

    public func encryption(_ context: AWSCallContext) async throws(AWSError) -> Answered<BucketEncryption> {
        let absent = ("ServerSideEncryptionConfigurationNotFoundError", BucketEncryption.none)
        return try await read("GetEncryptionConfiguration", "encryption", context, absent: absent) {
            root throws(MalformedAnswer) -> BucketEncryption in
            guard root.name == "ServerSideEncryptionConfiguration" else { throw .otherDocument }
            guard let algorithm = root.value("Rule", "ApplyServerSideEncryptionByDefault", "SSEAlgorithm") else {
                throw .missingField
            }
            return BucketEncryption(algorithm: algorithm)
        }
    }

    public func versioning(_ context: AWSCallContext) async throws(AWSError) -> Answered<BucketVersioning> {
        try await read("GetBucketVersioning", "versioning", context) {
            root throws(MalformedAnswer) -> BucketVersioning in
            // Stand-ins for S3 call the element otherwise; here nothing means "off", so it must be an answer to this.
            guard root.name.contains("Versioning") else { throw .otherDocument }
            switch root.value("Status") {
            case nil: return .off
            case "Enabled": return .enabled
            case "Suspended": return .suspended
            default: throw .missingField
            }
        }
    }

    /// - Parameter absent: the code with which AWS says that there is none, and what that means.
    private func read<Value: Sendable>(
        _ action: String, _ part: String, _ context: AWSCallContext, absent: (code: String, value: Value)? = nil,
        _ make: (XMLNode) throws(MalformedAnswer) -> Value
    ) async throws(AWSError) -> Answered<Value> {
        let resource = S3Resource(place: .bucket(name), query: [(part, "")])
        let call = AWSCall(service: "s3", version: "", action: action, region: region, resource: resource)
        do {
            return try await client.ask(call, context) { bytes throws(MalformedAnswer) in
                try make(XMLAnswer.read(bytes))
            }
        } catch {
            guard let absent, error.code == absent.code else { throw error }
            return Answered(value: absent.value, region: error.region)
        }
    }

    private static func region(_ name: String) throws(MalformedAnswer) -> AWSRegion {
        guard let region = AWSRegion(name) else { throw .missingField }
        return region
    }
}
