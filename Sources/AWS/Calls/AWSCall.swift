/// One action of a service that speaks the query protocol: a form in, XML out.
struct AWSCall: Sendable {
    /// As in the host name and the credential scope.
    var service: String
    var version: String
    var action: String
    var region: AWSRegion
    var parameters: [(name: String, value: String)] = []

    /// `application/x-www-form-urlencoded`.
    var form: [UInt8] {
        let fields = [("Action", action), ("Version", version)] + parameters.map { ($0.name, $0.value) }
        let pairs = fields.map { "\(PercentEncoding.encode($0.0.utf8))=\(PercentEncoding.encode($0.1.utf8))" }
        return Array(pairs.joined(separator: "&").utf8)
    }
}
