/// A `traceparent` header (W3C Trace Context, section 3.2): which trace a request belongs to and who called.
public struct TraceParent: Sendable, Hashable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits, not all zero.
    public let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    public let parentID: String
    public let flags: UInt8

    public var isSampled: Bool { flags & 1 == 1 }

    /// `00-traceID-parentID-flags`.
    public let description: String

    /// - Returns: nil unless the text is a valid header; of a version after 00 the known part counts.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 55, bytes.count <= 512, bytes[2] == Self.dash, bytes[35] == Self.dash,
            bytes[52] == Self.dash, let version = Self.number(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version > 0 && bytes[55] == Self.dash),
            Self.isIdentifier(bytes[3..<35]), Self.isIdentifier(bytes[36..<52]),
            let flags = Self.number(bytes[53..<55])
        else { return nil }
        self.init(
            traceID: String(decoding: bytes[3..<35], as: UTF8.self),
            parentID: String(decoding: bytes[36..<52], as: UTF8.self),
            flags: flags)
    }

    /// A new, sampled trace.
    public init(using generator: inout some RandomNumberGenerator) {
        // The lowest bit keeps an id from being all zero.
        let traceID = Hexadecimal.text(of: generator.next()) + Hexadecimal.text(of: generator.next() | 1)
        self.init(traceID: traceID, parentID: Hexadecimal.text(of: generator.next() | 1), flags: 1)
    }

    /// A span of the same trace, of which this one is the parent.
    func child(isSampled: Bool, using generator: inout some RandomNumberGenerator) -> TraceParent {
        TraceParent(
            traceID: traceID, parentID: Hexadecimal.text(of: generator.next() | 1),
            flags: isSampled ? flags | 1 : flags & ~1)
    }

    private init(traceID: String, parentID: String, flags: UInt8) {
        self.traceID = traceID
        self.parentID = parentID
        self.flags = flags
        let flagText = Hexadecimal.text(of: UInt64(flags)).suffix(2)
        description = "00-\(traceID)-\(parentID)-\(flagText)"
    }

    private static let dash = UInt8(ascii: "-")

    private static func isLowercaseHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isIdentifier(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy(isLowercaseHexadecimal) && bytes.contains { $0 != UInt8(ascii: "0") }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        guard bytes.allSatisfy(isLowercaseHexadecimal) else { return nil }
        return UInt8(String(decoding: bytes, as: UTF8.self), radix: 16)
    }
}
