/// A JSON number, measured as PostgreSQL keeps it: `jsonb` holds decimals, and writes them out without an exponent
/// (`numeric_out`), so that the seven characters of `1e-9999` come back as ten thousand.
public struct NumberText: Sendable, Hashable {
    /// Characters of one number, and the size of its exponent. A `Double` needs at most 343 and an integer of 1024 bits
    /// 310, so nothing that a program computes with is lost.
    public static let most = 400

    /// Characters of the number as PostgreSQL writes it, the sign and the point among them.
    public let count: Int
    private let exponent: Int

    /// - Parameter literal: in the grammar of RFC 8259, section 6.
    public init(_ literal: some Sequence<UInt8>) {
        var (whole, fraction, zeros) = (0, 0, 0)
        var (isNegative, isFraction, isExponent, isSmall, isZero) = (false, false, false, false, true)
        var exponent = 0
        for byte in literal {
            switch byte {
            case UInt8(ascii: "-") where isExponent: isSmall = true
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): isExponent = true
            case 0x30...0x39 where isExponent:
                // What is far beyond every bound needs no exact value.
                exponent = min(exponent * 10 + Int(byte - 0x30), 1_000_000)
            case 0x30...0x39:
                if isFraction { fraction += 1 } else { whole += 1 }
                if byte != 0x30 { isZero = false } else if isZero { zeros += 1 }
            default: break
            }
        }
        self.exponent = isSmall ? -exponent : exponent
        let scale = max(0, fraction - self.exponent)
        let digits = isZero ? 1 : max(1, whole + self.exponent - zeros)
        count = (isNegative && !isZero ? 1 : 0) + digits + (scale > 0 ? 1 + scale : 0)
    }

    /// Whether it may be stored.
    public var isBounded: Bool { count <= Self.most && abs(exponent) <= Self.most }

    /// What is wrong with a number that is not bounded.
    public static let objection =
        "is a number of more than \(most) digits when it is written out: shorten it, or in a payload send it as a string"
}
