/// A stored bcrypt hash, taken apart: `$2b$12$`, 22 characters of salt, 31 of hash (crypt(5)).
struct StoredHash {
    /// A hash of a higher cost is not computed: at 17 it would hold a thread for seconds, at 31 for days.
    static let costLimit = 16

    /// `2a`, `2b` or `2y`. They differ in bugs of old programs alone, and libcrypt reads all three.
    let variant: Substring
    let cost: Int
    let text: String

    /// Nil for everything that is not such a hash.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count == 60, parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(parts[1]),
            parts[2].utf8.count == 2, parts[2].allSatisfy(\.isNumber), let cost = Int(parts[2]),
            (4...Self.costLimit).contains(cost),
            parts[3].utf8.count == 53, parts[3].utf8.allSatisfy(Self.isDigit)
        else { return nil }
        variant = parts[1]
        self.cost = cost
        self.text = text
    }

    /// A digit of bcrypt's own base 64.
    private static func isDigit(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
