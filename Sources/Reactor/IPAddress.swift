import Glibc

/// An IPv4 or IPv6 address. IPv4 inside IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// As IPv6, in the network's order; IPv4 is mapped into `::ffff:0:0/96` (RFC 4291, section 2.5.5.2).
    let bits: UInt128
    private static let mapped: UInt128 = 0xFFFF << 32

    init(bits: UInt128) { self.bits = bits }

    public var isIPv4: Bool { bits >> 32 == 0xFFFF }

    /// The IPv4 address that a translator of the well-known prefix hands over to (`64:ff9b::/96`, RFC 6052).
    public var translatedIPv4: IPAddress? {
        bits >> 32 == 0x64_FF9B << 64 ? IPAddress(bits: Self.mapped | (bits & 0xFFFF_FFFF)) : nil
    }

    /// - Parameter text: an address as `inet_pton` takes it; no port, no brackets, no zone.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bits = Self.mapped | UInt128(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bits = Swift.withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
        } else {
            return nil
        }
    }

    /// - Parameter socketAddress: of either family; nil for any other.
    public init?(_ socketAddress: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(socketAddress)
        switch Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            let four = raw.loadUnaligned(as: sockaddr_in.self)
            bits = Self.mapped | UInt128(UInt32(bigEndian: four.sin_addr.s_addr))
        case AF_INET6:
            var six = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bits = Swift.withUnsafeBytes(of: &six) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
        default:
            return nil
        }
    }

    /// What one subscriber has at least: an IPv4 address, or the /64 around an IPv6 address (RFC 6177).
    public var subscriber: IPNetwork { IPNetwork(self, prefixLength: isIPv4 ? 32 : 64) }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if isIPv4 {
            var four = in_addr(s_addr: UInt32(truncatingIfNeeded: bits).bigEndian)
            inet_ntop(AF_INET, &four, &text, socklen_t(text.count))
        } else {
            var six = bits.bigEndian
            inet_ntop(AF_INET6, &six, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
