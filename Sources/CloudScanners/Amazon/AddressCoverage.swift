/// Whether ranges of addresses together are every address of IPv4, or every one of IPv6.
struct AddressCoverage {
    private var four: [ClosedRange<UInt128>] = []
    private var six: [ClosedRange<UInt128>] = []
    /// A text that is no range of addresses: what it holds is not known.
    private(set) var strange: String?

    /// - Parameter ranges: such as `10.0.0.0/8` and `2001:db8::/32`.
    init(_ ranges: some Sequence<String>) {
        for text in ranges {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let length = Int(parts[1]) else {
                strange = text
                continue
            }
            if let address = Self.four(parts[0]), (0...32).contains(length) {
                four.append(Self.range(address, length, of: 32))
            } else if let address = Self.six(parts[0]), (0...128).contains(length) {
                six.append(Self.range(address, length, of: 128))
            } else {
                strange = text
            }
        }
    }

    var isEverything: Bool { Self.covers(four, bits: 32) || Self.covers(six, bits: 128) }

    /// The bits of the address beyond the length do not count.
    private static func range(_ address: UInt128, _ length: Int, of bits: Int) -> ClosedRange<UInt128> {
        let rest = bits - length == 128 ? UInt128.max : (1 << UInt128(bits - length)) - 1
        let first = address & ~rest
        return first...(first | rest)
    }

    private static func covers(_ ranges: [ClosedRange<UInt128>], bits: Int) -> Bool {
        let last = bits == 128 ? UInt128.max : (1 << UInt128(bits)) - 1
        var next: UInt128 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound >= next {
            guard range.lowerBound <= next else { return false }
            if range.upperBound == last { return true }
            next = range.upperBound + 1
        }
        return false
    }

    private static func four(_ text: Substring) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt128 = 0
        for part in parts {
            guard let byte = UInt8(part) else { return nil }
            address = address << 8 | UInt128(byte)
        }
        return address
    }

    /// Groups of four hexadecimal digits; `::` stands for as many groups of zero as are missing (RFC 4291, 2.2).
    private static func six(_ text: Substring) -> UInt128? {
        guard text.contains(":") else { return nil }
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = halves.map { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
        let count = groups.joined().count
        guard halves.count == 2 ? count < 8 : count == 8 else { return nil }
        let zeros = Array(repeating: Substring("0"), count: 8 - count)
        var address: UInt128 = 0
        // bounds: a split that keeps empty parts gives one at least, and two where two are counted.
        for group in halves.count == 2 ? groups[0] + zeros + groups[1] : groups[0] {
            guard group.utf8.count <= 4, let value = UInt16(group, radix: 16) else { return nil }
            address = address << 16 | UInt128(value)
        }
        return address
    }
}
