/// A set of numbers from 0 to 63: the values that a field allows.
struct NumberSet: Hashable, Sendable {
    private(set) var bits: UInt64 = 0

    init() {}

    init(_ numbers: some Sequence<Int>) {
        for number in numbers { insert(number) }
    }

    /// Every number from one to below another.
    init(below end: Int, from start: Int) {
        bits = (1 << UInt64(end)) - (1 << UInt64(start))
    }

    mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }

    mutating func formUnion(_ other: NumberSet) { bits |= other.bits }

    var isEmpty: Bool { bits == 0 }
    var count: Int { bits.nonzeroBitCount }
    var first: Int? { isEmpty ? nil : bits.trailingZeroBitCount }

    func contains(_ number: Int) -> Bool { bits >> UInt64(number) & 1 == 1 }

    /// The smallest that is at least `number`.
    func first(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let rest = (bits >> UInt64(number)) << UInt64(number)
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// In rising order.
    var numbers: [Int] {
        var numbers: [Int] = []
        var rest = bits
        while rest != 0 {
            numbers.append(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        return numbers
    }
}
