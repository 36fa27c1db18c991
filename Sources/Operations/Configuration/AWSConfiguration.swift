/// AWS's own variables, with AWS's own meaning.
public struct AWSConfiguration: Sendable {
    public struct Credentials: Sendable {
        public let accessKeyID: String
        public let secretAccessKey: Secret
        /// Present with temporary credentials.
        public let sessionToken: Secret?
    }

    /// Another endpoint than AWS's own, for every service.
    public let endpointURL: String?
    public let region: String
    public let credentials: Credentials?

    public init(_ reader: inout ConfigurationReader) {
        endpointURL = reader.optionalURL(.awsEndpointURL, schemes: ["http", "https"])
        region = reader.string(.awsRegion)
        let id = reader.optionalString(.awsAccessKeyID)
        let secret = reader.optionalSecret(.awsSecretAccessKey)
        let token = reader.optionalSecret(.awsSessionToken)
        if let id, let secret {
            credentials = Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
        } else {
            credentials = nil
        }
        if (reader.text(.awsAccessKeyID) == nil) != (reader.text(.awsSecretAccessKey) == nil) {
            let missing: Variable = id == nil ? .awsAccessKeyID : .awsSecretAccessKey
            reader.note(missing, found: "is not set", expected: "the id and the secret of an access key go together")
        }
    }
}
