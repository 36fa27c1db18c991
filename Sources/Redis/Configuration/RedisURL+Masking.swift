extension RedisURL {
    /// A URL, well-formed or not, without what may be a secret: what stands before the last @ except a user's name, an
    /// address that is no host and port, and passwords among the options.
    static func masked(_ url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        guard let at = url.lastIndex(of: "@"), at >= start else {
            return url[..<start] + maskedAddress(url[start...])
        }
        let secret = url[start..<at]
        let user = secret.contains(":") ? split(secret, at: ":").0 : ""
        return url[..<start] + user + ":***@" + maskedAddress(url[url.index(after: at)...])
    }

    private static func maskedAddress(_ text: Substring) -> String {
        let (address, query) = split(text, at: "?")
        let slash = address.firstIndex(of: "/") ?? address.endIndex
        let hosts = address[..<slash].split(separator: ",", omittingEmptySubsequences: false).map { host in
            let port = host.lastIndex(of: ":").map { host[host.index(after: $0)...] } ?? ""
            return port.allSatisfy(\.isNumber) || host.hasPrefix("[") ? host : "***"
        }
        let options = query.map { query in
            "?"
                + query.split(separator: "&").map { $0.contains("password") ? "sentinel_password=***" : $0 }
                .joined(separator: "&")
        }
        return hosts.joined(separator: ",") + address[slash...] + (options ?? "")
    }
}
