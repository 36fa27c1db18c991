import Foundation

/// The origin of a web page (RFC 6454): scheme, host and port.
enum WebOrigin {
    private static let ports = ["http": 80, "https": 443]

    /// As a browser writes it: in lower case, and without the scheme's own port.
    /// - Returns: nil for what has a path or is no origin, such as `*` and `null`.
    static func text(_ text: String) -> String? {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let own = ports[scheme], let host = parts.host?.lowercased(), !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil,
            (1...65_535).contains(parts.port ?? own)
        else { return nil }
        return "\(scheme)://\(host)" + (parts.port.map { $0 == own ? "" : ":\($0)" } ?? "")
    }
}
