/// The scanners by cloud and service. Another cloud is a folder and one more element in the list given to `init`.
public struct ScannerFactory: Sendable {
    public struct Service: Hashable, Sendable {
        /// `aws`, …
        public let provider: String
        /// `ec2`, …
        public let name: String

        public init(provider: String, name: String) {
            self.provider = provider
            self.name = name
        }
    }

    private let scanners: [Service: any CloudScanner]

    public init(_ clouds: [[Service: any CloudScanner]]) {
        scanners = clouds.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    /// Nil when this worker cannot scan that service.
    public func scanner(provider: String, service: String) -> (any CloudScanner)? {
        scanners[Service(provider: provider, name: service)]
    }

    public var services: [Service] {
        scanners.keys.sorted { ($0.provider, $0.name) < ($1.provider, $1.name) }
    }
}
