/// One action of a service: a form in and XML out (the query protocol), or something of S3 that is read.
struct AWSCall: Sendable {
    /// As in the host name and the credential scope.
    var service: String
    /// Of the query protocol; S3 has none.
    var version: String
    /// For S3 the permission's name, such as `GetBucketAcl`: that is what the owner of the account has to allow.
    var action: String
    var region: AWSRegion
    var parameters: [(name: String, value: String)] = []
    /// What is read of S3, in place of a form.
    var resource: S3Resource?

    /// `application/x-www-form-urlencoded`.
    var form: [UInt8] {
        guard resource == nil else { return [] }
        let fields = [("Action", action), ("Version", version)] + parameters.map { ($0.name, $0.value) }
        let pairs = fields.map { "\(PercentEncoding.encode($0.0.utf8))=\(PercentEncoding.encode($0.1.utf8))" }
        return Array(pairs.joined(separator: "&").utf8)
    }

    /// The same call for the page after this one.
    /// - Parameter name: what the service calls its token.
    func page(_ token: String, as name: String) -> AWSCall {
        var call = self
        if resource == nil {
            call.parameters.append((name, token))
        } else {
            call.resource?.query.append((name, token))
        }
        return call
    }
}
