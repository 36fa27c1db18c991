import AWS

/// What all scanners of AWS share.
public struct AWSScanning: Sendable {
    public var client: AWSClient
    /// The worker's own key, which assumes the tenants' roles.
    public var credentials: any AWSCredentialsProvider
    /// Whose STS is asked, and whose EC2 says which regions there are.
    public var homeRegion: AWSRegion
    /// Lets a request without a role read the worker's own account.
    public var allowsOwnAccount = false
    /// Whether a role is asked for with a made-up external id before it is used.
    public var trustCheck = RoleTrust.Check.automatic
    public var trust = RoleTrust()
    /// Called when AWS does not accept the worker's own key: only the operator can mend that.
    public var onRefusedKey: @Sendable (AWSError) -> Void = { _ in }
    /// For a region, and for the account before its regions.
    public var regionLimit: Duration = .seconds(30)
    /// Regions side by side.
    public var regionsAtOnce = 64
    /// Buckets of one region side by side; each takes six calls at once.
    public var bucketsAtOnce = 32
    /// What one answer may hold.
    public var pageSize = 1000

    public init(client: AWSClient, credentials: any AWSCredentialsProvider, homeRegion: AWSRegion) {
        self.client = client
        self.credentials = credentials
        self.homeRegion = homeRegion
    }

    var checksTrust: Bool { trustCheck == .on || trustCheck == .automatic && client.asksAWSItself }

    /// For a `ScannerFactory`.
    public var scanners: [ScannerFactory.Service: any CloudScanner] {
        let byName: [String: any CloudScanner] = [
            "ec2": EC2Scanner(scanning: self), "s3": S3Scanner(scanning: self), "vpc": VPCScanner(scanning: self),
            "rds": RDSScanner(scanning: self),
        ]
        return byName.reduce(into: [:]) { $0[ScannerFactory.Service(provider: "aws", name: $1.key)] = $1.value }
    }
}
