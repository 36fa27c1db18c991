/// What all requests of one client share.
public struct HTTPClientConfiguration: Sendable {
    /// Requests at once to one scheme, host and port, hence connections to it; the others wait their turn.
    public var requestsPerHost: Int
    /// A PEM file of trusted roots instead of the system's.
    public var certificateAuthorityFile: String?
    public var userAgent: String
    /// Takes proxies from the environment. False for servers on this machine or link, whose answers are no proxy's matter.
    public var usesProxies: Bool

    public init(
        requestsPerHost: Int = 64, certificateAuthorityFile: String? = nil, userAgent: String = "flotilla",
        usesProxies: Bool = true
    ) {
        self.requestsPerHost = requestsPerHost
        self.certificateAuthorityFile = certificateAuthorityFile
        self.userAgent = userAgent
        self.usesProxies = usesProxies
    }
}
