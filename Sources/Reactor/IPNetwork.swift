/// A block of addresses (CIDR, RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct IPNetwork: Sendable, Hashable, CustomStringConvertible {
    private let base: IPAddress
    /// Of the 128 bits of `IPAddress`.
    private let length: Int

    /// - Parameter prefixLength: 0 to 32 for IPv4, 0 to 128 for IPv6; what is beyond is taken as the nearest.
    init(_ address: IPAddress, prefixLength: Int) {
        length = address.isIPv4 ? 96 + min(max(prefixLength, 0), 32) : min(max(prefixLength, 0), 128)
        base = IPAddress(bits: address.bits & Self.mask(length))
    }

    /// - Parameter text: an address, or an address, a slash and the length of the prefix. Bits beyond the prefix may
    ///   be set; they do not count.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let longest = address.isIPv4 ? 32 : 128
        guard parts.count == 2, let last = parts.last else {
            self.init(address, prefixLength: longest)
            return
        }
        guard (1...3).contains(last.utf8.count), last.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(last), length <= longest
        else { return nil }
        self.init(address, prefixLength: length)
    }

    public func contains(_ address: IPAddress) -> Bool {
        // `::/0` is every IPv6 address and no IPv4 one, which merely is kept inside it.
        address.isIPv4 == base.isIPv4 && address.bits & Self.mask(length) == base.bits
    }

    /// The address alone when the block is one address.
    public var description: String {
        let longest = base.isIPv4 ? 32 : 128
        let shown = base.isIPv4 ? length - 96 : length
        return shown == longest ? "\(base)" : "\(base)/\(shown)"
    }

    private static func mask(_ length: Int) -> UInt128 { length == 0 ? 0 : UInt128.max << UInt128(128 - length) }
}
