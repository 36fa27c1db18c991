/// A zone's offsets as a zone file has them: those of the past one by one, then a rule for all years to come.
///
/// Source: RFC 9636, The Time Zone Information Format (TZif).
struct ZoneRules: Sendable {
    /// When clocks were turned, in seconds since 1970, ascending.
    private let turns: [Int]
    /// From each turn on, in seconds ahead of UTC; one for each turn.
    private let offsets: [Int]
    /// Before the first turn.
    private let earliest: Int
    /// From the last turn on; nil when the last offset stays.
    private let yearly: YearlyRule?

    /// nil when that is no such file of version 2 or later.
    init?(file: [UInt8]) {
        var reader = ZoneFileReader(file)
        // The first part has times of 32 bits, for programs of old; the second has them all.
        guard let old = reader.header(), reader.skip(old.length(ofTime: 4)), let counts = reader.header(),
            let turns = reader.integers(counts.times, bytes: 8), let types = reader.integers(counts.times, bytes: 1)
        else { return nil }
        var kinds: [Int] = []
        for _ in 0..<counts.types {
            guard let offset = reader.integer(bytes: 4), reader.skip(2) else { return nil }
            kinds.append(offset)
        }
        var offsets: [Int] = []
        for type in types {
            guard kinds.indices.contains(type) else { return nil }
            offsets.append(kinds[type])
        }
        guard let earliest = kinds.first, zip(turns, turns.dropFirst()).allSatisfy({ $0 < $1 }),
            reader.skip(counts.rest), let footer = reader.line()
        else { return nil }
        if footer.isEmpty {
            yearly = nil
        } else {
            guard let rule = YearlyRule(footer) else { return nil }
            yearly = rule
        }
        self.turns = turns
        self.offsets = offsets
        self.earliest = earliest
    }

    func offset(at instant: Int) -> Int {
        guard let last = turns.last, instant < last else {
            return yearly?.offset(at: instant) ?? offsets.last ?? earliest
        }
        var (low, high) = (0, turns.count)
        while low < high {
            let middle = low + (high - low) / 2
            if turns[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? earliest : offsets[low - 1]
    }
}

/// Reads the parts of a zone file in their order; nil where the file ends early.
private struct ZoneFileReader {
    struct Counts {
        let universal: Int
        let standard: Int
        let leaps: Int
        let times: Int
        let types: Int
        let letters: Int

        /// Bytes of what follows the types: their names, leap seconds of 12 bytes, and two flags for each type.
        var rest: Int { letters + leaps * 12 + standard + universal }

        func length(ofTime bytes: Int) -> Int {
            times * (bytes + 1) + types * 6 + letters + leaps * (bytes + 4) + standard + universal
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func header() -> Counts? {
        guard bytes.dropFirst(position).starts(with: "TZif".utf8), skip(4), let version = integer(bytes: 1),
            version >= Int(UInt8(ascii: "2")), skip(15), let counts = integers(6, bytes: 4),
            counts.allSatisfy({ $0 >= 0 })
        else { return nil }
        return Counts(
            universal: counts[0], standard: counts[1], leaps: counts[2], times: counts[3], types: counts[4],
            letters: counts[5])
    }

    mutating func skip(_ count: Int) -> Bool {
        guard bytes.count - position >= count else { return false }
        position += count
        return true
    }

    /// Big-endian; of four bytes and more in two's complement.
    mutating func integer(bytes width: Int) -> Int? {
        let start = position
        guard skip(width) else { return nil }
        let bits = bytes[start..<position].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4 ? Int(Int32(truncatingIfNeeded: bits)) : Int(truncatingIfNeeded: bits)
    }

    mutating func integers(_ count: Int, bytes width: Int) -> [Int]? {
        guard (bytes.count - position) / width >= count else { return nil }
        var found: [Int] = []
        found.reserveCapacity(count)
        for _ in 0..<count {
            guard let next = integer(bytes: width) else { return nil }
            found.append(next)
        }
        return found
    }

    /// What stands between two line ends.
    mutating func line() -> String? {
        guard integer(bytes: 1) == Int(UInt8(ascii: "\n")) else { return nil }
        let rest = bytes[position...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
