/// Where the services answer: at AWS, or at one address that stands for all of them (`AWS_ENDPOINT_URL`).
public struct AWSEndpoints: Sendable {
    /// Not an absolute http or https URL.
    public struct InvalidOverride: Error, CustomStringConvertible {
        public let description = "AWS_ENDPOINT_URL is not an http or https URL such as http://127.0.0.1:5000"
    }

    struct Endpoint: Equatable {
        var url: String
        /// As the `Host` header has it: with the port unless it is the scheme's own.
        var host: String
        var path: String
    }

    private let override: Endpoint?

    var isAWS: Bool { override == nil }
    /// Of `AWS_ENDPOINT_URL`; nil at AWS itself.
    var overrideURL: String? { override?.url }

    public static let aws = AWSEndpoints(endpoint: nil)

    /// - Parameter override: nil or empty means AWS itself.
    public init(override: String?) throws(InvalidOverride) {
        guard let override, !override.isEmpty else {
            self = .aws
            return
        }
        guard let endpoint = Self.parse(override) else { throw InvalidOverride() }
        self.init(endpoint: endpoint)
    }

    private init(endpoint: Endpoint?) {
        override = endpoint
    }

    func endpoint(for service: String, in region: AWSRegion) -> Endpoint {
        if let override { return override }
        let host = "\(service).\(region.name).\(region.partition.domain)"
        return Endpoint(url: "https://\(host)/", host: host, path: "/")
    }

    private static func parse(_ text: String) -> Endpoint? {
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var host = String(rest[..<slash]).lowercased()
        let allowed = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#@\\\"<>".utf8.contains($0) }
        guard !host.isEmpty, allowed, !rest.contains("?"), !rest.contains("#") else { return nil }
        let ownPort = scheme == "http://" ? ":80" : ":443"
        if host.hasSuffix(ownPort) { host.removeLast(ownPort.count) }
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        return Endpoint(url: "\(scheme)\(host)\(path)/", host: host, path: "\(path)/")
    }
}
