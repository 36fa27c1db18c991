/// The base of a provider's paths, from what an operator wrote.
enum ProviderAddress {
    /// OpenAI's paths begin after `/v1`, and so do most servers'. An address without a path gets one; any other is taken as
    /// it is, since gateways have prefixes of their own.
    static func openAI(_ url: String) -> String {
        let base = withoutSlashes(url)
        return path(of: base).isEmpty ? base + "/v1" : base
    }

    /// Ollama's paths begin with `/api`. Its address is often written with the `/v1` of its OpenAI-compatible half.
    static func ollama(_ url: String) -> String {
        let base = withoutSlashes(url)
        for suffix in ["/v1", "/api"] where base.hasSuffix(suffix) {
            return withoutSlashes(String(base.dropLast(suffix.count)))
        }
        return base
    }

    /// Whether a key for one is one for the other: the same host, by the same scheme, on any port.
    static func isSameHost(_ one: String, _ other: String) -> Bool {
        host(of: one) == host(of: other)
    }

    private static func withoutSlashes(_ url: String) -> String {
        var url = url[...]
        while url.last == "/" { url.removeLast() }
        return String(url)
    }

    private static func path(of base: String) -> Substring {
        let parts = base.split(separator: "://", maxSplits: 1)
        let rest = parts.last ?? ""
        return rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
    }

    private static func host(of url: String) -> String {
        let parts = url.lowercased().split(separator: "://", maxSplits: 1)
        let authority = (parts.last ?? "").prefix { $0 != "/" }
        // An IPv6 address is in brackets and has colons of its own.
        let host =
            authority.hasSuffix("]") ? authority : authority.lastIndex(of: ":").map { authority[..<$0] } ?? authority
        return "\(parts.first ?? "")://\(host)"
    }
}
