/// AWS's own variables, with AWS's own meaning.
public struct AWSConfiguration: Sendable {
    public struct Credentials: Sendable {
        public let accessKeyID: Secret
        public let secretAccessKey: Secret
        /// Present with temporary credentials.
        public let sessionToken: Secret?
    }

    /// Where the fleet's own credentials come from: the first of these that is set, in the order of AWS's SDKs.
    public enum Source: Sendable {
        case keys(Credentials)
        /// A role that is assumed with the token in a file (EKS's roles for service accounts).
        case webIdentity(tokenFile: String, roleARN: String, sessionName: String)
        /// A server beside the container (ECS, EKS Pod Identity).
        case container(url: String, token: Secret?, tokenFile: String?)
        /// The instance's metadata service. It is the last one: nothing says whether it exists.
        case instance(endpoint: String)
    }

    /// Another endpoint than AWS's own, for every service.
    public let endpointURL: String?
    public let region: String
    /// Nil when none is set and the instance's metadata are not to be asked.
    public let source: Source?

    public init(_ reader: inout ConfigurationReader) {
        endpointURL = reader.optionalURL(.awsEndpointURL, schemes: ["http", "https"])
        region = reader.string(.awsRegion)
        let sources = [Self.keys(&reader), Self.webIdentity(&reader), Self.container(&reader), Self.instance(&reader)]
        source = sources.lazy.compactMap { $0 }.first
    }

    private static func keys(_ reader: inout ConfigurationReader) -> Source? {
        let id = reader.optionalSecret(.awsAccessKeyID)
        let secret = reader.optionalSecret(.awsSecretAccessKey)
        let token = reader.optionalSecret(.awsSessionToken)
        if (reader.text(.awsAccessKeyID) == nil) != (reader.text(.awsSecretAccessKey) == nil) {
            let missing: Variable = id == nil ? .awsAccessKeyID : .awsSecretAccessKey
            reader.note(missing, found: "is not set", expected: "the id and the secret of an access key go together")
        }
        guard let id, let secret else { return nil }
        return .keys(Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token))
    }

    private static func webIdentity(_ reader: inout ConfigurationReader) -> Source? {
        let file = reader.optionalString(.awsWebIdentityTokenFile)
        let role = reader.optionalString(.awsRoleARN)
        let name = reader.string(.awsRoleSessionName)
        guard let file else { return nil }
        guard let role else {
            reader.note(
                .awsRoleARN, found: "is not set",
                expected: "it should name the role that the token in AWS_WEB_IDENTITY_TOKEN_FILE opens")
            return nil
        }
        if name.wholeMatch(of: #/[A-Za-z0-9_+=,.@-]{2,64}/#) == nil {
            reader.note(
                .awsRoleSessionName, found: "is no name of a session",
                expected: "it should hold 2 to 64 letters, digits and characters of _+=,.@-")
        }
        return .webIdentity(tokenFile: file, roleARN: role, sessionName: name)
    }

    private static func container(_ reader: inout ConfigurationReader) -> Source? {
        let path = reader.optionalString(.awsContainerPath)
        let full = reader.optionalURL(.awsContainerURL, schemes: ["http", "https"])
        let token = reader.optionalSecret(.awsContainerToken)
        let tokenFile = reader.optionalString(.awsContainerTokenFile)
        if let path, path.wholeMatch(of: #/\/[A-Za-z0-9._~\/?&=%+:-]*/#) == nil {
            reader.note(.awsContainerPath, found: "is no path", expected: "it should be a path such as /v2/credentials")
            return nil
        }
        guard let url = path.map({ "http://169.254.170.2\($0)" }) ?? full else { return nil }
        guard CredentialsAddress.isTrusted(url) else {
            reader.note(
                .awsContainerURL, found: "is not a place that credentials are taken from",
                expected: "it should be https, or http at a loopback address, 169.254.170.2 or 169.254.170.23")
            return nil
        }
        return .container(url: url, token: token, tokenFile: tokenFile)
    }

    private static func instance(_ reader: inout ConfigurationReader) -> Source? {
        let isDisabled = reader.boolean(.awsMetadataDisabled)
        var endpoint = reader.url(.awsMetadataEndpoint, schemes: ["http", "https"])
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        return isDisabled ? nil : .instance(endpoint: endpoint)
    }
}
