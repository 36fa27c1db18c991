public import Reactor

/// Which addresses callers' webhooks may reach: the public internet, and what the operator lists. Everything else would
/// let a caller send requests into the network in which the fleet runs.
public struct AddressGuard: Sendable {
    /// Where the operator lists addresses and networks; named in messages.
    public static let variable = "FLOTILLA_WEBHOOK_ALLOW"

    /// Of the IANA registry of special-purpose IPv4 addresses, what is not globally reachable or no host; and the
    /// address under which Azure serves the host's agent.
    static let refusedIPv4 = networks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16",
    ])
    /// All global unicast addresses are in here (RFC 4291): loopback, unique local, link-local and multicast addresses are
    /// not, nor are IPv4 addresses in compatible form or behind a translator of a network's own.
    static let globalIPv6 = networks(["2000::/3"])
    /// Within it: protocols' own with Teredo, documentation, 6to4, documentation.
    static let refusedIPv6 = networks(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"])

    private let allowed: [IPNetwork]

    /// - Parameter allowed: may be reached although private.
    public init(allowing allowed: [IPNetwork] = []) {
        self.allowed = allowed
    }

    /// Whether the operator lists the address.
    public func lists(_ address: IPAddress) -> Bool {
        allowed.contains { $0.contains(address) }
    }

    public func permits(_ address: IPAddress) -> Bool {
        if lists(address) { return true }
        if let translated = address.translatedIPv4 { return permits(translated) }
        if address.isIPv4 { return !Self.refusedIPv4.contains { $0.contains(address) } }
        return Self.globalIPv6.contains { $0.contains(address) } && !Self.refusedIPv6.contains { $0.contains(address) }
    }

    private static func networks(_ texts: [String]) -> [IPNetwork] {
        texts.compactMap { IPNetwork($0) }
    }
}
