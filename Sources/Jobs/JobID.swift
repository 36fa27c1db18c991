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
        var rest = bytes.makeIterator()
        func next() -> UInt8 { rest.next() ?? 0 }
        uuid = UUID(
            uuid: (
                next(), next(), next(), next(), next(), next(), next(), next(), next(), next(), next(), next(), next(),
                next(), next(), next()
            ))
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
    public var description: String { uuid.uuidString.lowercased() }

    public static func < (left: JobID, right: JobID) -> Bool { left.uuid < right.uuid }
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
