import Reactor

/// The proxies whose word on a client's address is taken.
struct TrustedProxies: Sendable {
    /// Further entries of `X-Forwarded-For` are not looked at.
    private static let most = 64

    let networks: [IPNetwork]

    func contains(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// The right-most address of `X-Forwarded-For` that is no trusted proxy: each proxy appends the address that it saw,
    /// so what stands left of the first address that is not trusted may be the client's invention.
    /// - Returns: the peer, when it is no trusted proxy or named no such address.
    func client(of peer: IPAddress, _ headers: HTTPHeaders) -> IPAddress {
        guard !networks.isEmpty, contains(peer) else { return peer }
        let entries = headers.values(of: "X-Forwarded-For").reversed().lazy.flatMap {
            $0.utf8.split(separator: UInt8(ascii: ",")).reversed()
        }
        for entry in entries.prefix(Self.most) {
            guard let address = Self.address(String(Substring(entry))) else { return peer }
            if !contains(address) { return address }
        }
        return peer
    }

    /// `192.0.2.1`, `2001:db8::1`, and the forms with a port: `192.0.2.1:80`, `[2001:db8::1]:80`.
    private static func address(_ entry: String) -> IPAddress? {
        let text = entry.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let trimmed = text.prefix { $0 != 0x20 && $0 != 0x09 }
        if trimmed.first == UInt8(ascii: "[") {
            return IPAddress(Substring(trimmed.dropFirst().prefix { $0 != UInt8(ascii: "]") }))
        }
        let colons = trimmed.count { $0 == UInt8(ascii: ":") }
        return IPAddress(Substring(colons == 1 ? trimmed.prefix { $0 != UInt8(ascii: ":") } : trimmed))
    }
}
