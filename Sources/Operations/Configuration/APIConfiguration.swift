public import Reactor

/// What the API reads.
public struct APIConfiguration: Sendable {
    /// How a caller's token is checked.
    public enum TokenKey: Sendable {
        /// HS256, at least 32 bytes (RFC 7518, 3.2).
        case secret(Secret)
        /// A PEM file for RS256, ES256 or EdDSA.
        case publicKeyFile(String)
    }

    public let common: CommonConfiguration
    public let host: String
    /// 0 is any free port.
    public let port: Int
    public let tokenKey: TokenKey
    /// Open jobs that a queue may have before no more are accepted.
    public let mostOpenPerQueue: Int
    /// The same for a tenant; nil: no bound.
    public let mostOpenPerTenant: Int?
    /// The proxies in front of the API; none unless set.
    public let trustedProxies: [IPNetwork]
    /// Whose scripts may call from a browser, such as `https://app.example.org`; none unless set.
    public let corsOrigins: [String]
    /// Where the dashboard's files are read from, for those who write them; nil: those that are built in.
    public let siteFolder: String?

    public init(_ reader: inout ConfigurationReader) {
        common = CommonConfiguration(&reader)
        host = reader.host(.host)
        port = reader.port(.port)
        tokenKey = Self.tokenKey(&reader)
        mostOpenPerQueue = reader.integer(.mostOpenPerQueue, in: 1...1_000_000_000)
        mostOpenPerTenant = reader.optionalInteger(.mostOpenPerTenant, in: 1...1_000_000_000)
        trustedProxies = reader.networks(.trustedProxies)
        corsOrigins = reader.origins(.corsOrigins)
        siteFolder = reader.text(.siteFolder)
    }

    private static func tokenKey(_ reader: inout ConfigurationReader) -> TokenKey {
        let isSecretSet = reader.text(.jwtSecret) != nil
        let isFileSet = reader.text(.jwtPublicKeyFile) != nil
        let secret = reader.optionalSecret(.jwtSecret, minimumBytes: 32)
        let file = reader.optionalFile(.jwtPublicKeyFile)
        if isSecretSet == isFileSet {
            reader.note(
                .jwtSecret, found: isSecretSet ? "is set, and so is JWT_PUBLIC_KEY_FILE" : "is not set",
                expected: "exactly one of JWT_SECRET (at least 32 bytes) and JWT_PUBLIC_KEY_FILE (a PEM file) is needed"
            )
        }
        if let file { return .publicKeyFile(file) }
        return .secret(secret ?? Secret(""))
    }
}
