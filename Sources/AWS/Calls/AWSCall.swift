/// One action of a service: a form in and XML out (the query protocol), something of S3 that is read, or JSON.
struct AWSCall: Sendable {
    /// As in the credential scope, and in the host name but for SES.
    var service: String
    /// Of the query protocol; S3 has none.
    var version: String
    /// For S3 the permission's name, such as `GetBucketAcl`: that is what the owner of the account has to allow.
    var action: String
    var region: AWSRegion
    var parameters: [(name: String, value: String)] = []
    /// What is read of S3, in place of a form.
    var resource: S3Resource?
    /// What is posted in place of a form.
    var document: AWSDocument?
    /// False for what changes something: it is not sent again once it may have been executed.
    var mayRepeat = true
    /// False where the caller waits by itself, and not in a slot, until AWS takes calls again.
    var waitsOutThrottling = true

    var hostLabel: String { service == "ses" ? "email" : service }

    /// `application/x-www-form-urlencoded`, or JSON.
    var body: [UInt8] {
        if let document { return document.json }
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
