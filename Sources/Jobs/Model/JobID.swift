import Foundation

/// A job's name: a UUIDv7 (RFC 9562, section 5.7), so that ids sort by the time they were minted.
public struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let uuid: UUID

    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Takes the 36-character text form; nil when it is not a UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    /// Takes the 16 bytes of the binary form; nil when there are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        self.init(high: high, low: low)
    }

    /// Takes the halves of the binary form as numbers, most significant first.
    public init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        uuid = UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4),
                byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }

    /// The halves of the binary form as numbers: they compare as the bytes do.
    public var words: (high: UInt64, low: UInt64) {
        let u = uuid.uuid
        func word(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt64 {
            UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
        }
        return (
            word(u.0, u.1, u.2, u.3) << 32 | word(u.4, u.5, u.6, u.7),
            word(u.8, u.9, u.10, u.11) << 32 | word(u.12, u.13, u.14, u.15)
        )
    }

    /// The 16 bytes of the binary form, most significant first.
    public var bytes: [UInt8] {
        let u = uuid.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }

    /// When the id was minted, in milliseconds since 1970.
    public var milliseconds: Int64 {
        let u = uuid.uuid
        let high = Int64(u.0) << 40 | Int64(u.1) << 32 | Int64(u.2) << 24
        return high | Int64(u.3) << 16 | Int64(u.4) << 8 | Int64(u.5)
    }

    /// Lower case, as RFC 9562 asks of programs that write UUIDs.
    public var description: String { uuid.text }

    public static func < (left: JobID, right: JobID) -> Bool { left.words < right.words }
}

extension JobID: Codable {
    public init(from decoder: any Decoder) throws {
        uuid = try UUID(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
