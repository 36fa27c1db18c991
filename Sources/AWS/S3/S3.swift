/// Amazon S3, API version 2006-03-01, and the account's part of S3 Control (2018-08-20); what a scan reads of it.
///
/// AWS reports a setting that a bucket lacks as an error with a code of its own; here it is a value. Any other error
/// means that it is not known.
public struct S3: Sendable {
    private let client: AWSClient
    private let pageSize: Int

    /// - Parameter pageSize: buckets a page, 1 to 10,000.
    public init(client: AWSClient, pageSize: Int = 10_000) {
        self.client = client
        self.pageSize = min(10_000, max(1, pageSize))
    }

    /// All buckets of the account, whatever their region.
    public func listBuckets(from region: AWSRegion, _ context: AWSCallContext) async -> Listing<ListedBucket> {
        // Without a parameter AWS leaves out the regions, and refuses large accounts.
        let resource = S3Resource(place: .allBuckets, query: [("max-buckets", "\(pageSize)")])
        let call = AWSCall(
            service: "s3", version: "", action: "ListAllMyBuckets", region: region, resource: resource)
        var listing = await client.list(call, context, token: "continuation-token") { bytes throws(MalformedAnswer) in
            try Page(
                bytes, records: ["ListAllMyBucketsResult", "Buckets", "Bucket"], next: ["ContinuationToken"]
            ) { item throws(MalformedAnswer) in try ListedBucket(item) }
        }
        listing.removeRepeated(\.name)
        return listing
    }

    /// Nothing is held back when the account has no configuration.
    public func accountPublicAccessBlock(
        _ accountID: String, from region: AWSRegion, _ context: AWSCallContext
    ) async throws(AWSError) -> PublicAccessBlock {
        let call = AWSCall(
            service: "s3", version: "", action: "GetAccountPublicAccessBlock", region: region,
            resource: S3Resource(place: .account(accountID)))
        do {
            return try await client.send(call, context) { bytes throws(MalformedAnswer) in
                try PublicAccessBlock(XMLAnswer.read(bytes))
            }
        } catch  where error.code == "NoSuchPublicAccessBlockConfiguration" {
            return .none
        }
    }

    /// The reads of one bucket.
    /// - Parameter region: where it is, or where to begin to look for it.
    public func bucket(_ name: String, in region: AWSRegion) -> S3BucketReader {
        S3BucketReader(client: client, name: name, region: region)
    }
}
