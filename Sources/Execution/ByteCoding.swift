import Foundation
import Jobs

/// Appends fixed-width fields, little-endian, to a frame.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: bytes that are to come, when that is known.
    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func write(_ value: UInt8) { bytes.append(value) }

    mutating func write(_ value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(_ id: JobID) {
        write(id.words.high.byteSwapped)
        write(id.words.low.byteSwapped)
    }

    mutating func write(_ claim: Claim) {
        write(claim.id)
        write(UInt64(bitPattern: claim.token.value))
    }
}

/// Reads what `ByteWriter` wrote; a frame that is too short throws.
struct ByteReader {
    struct Truncated: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// The bytes that come next, as a number: the first is the most significant.
    private mutating func bigEndian(_ count: Int) throws -> UInt64 {
        guard bytes.count - position >= count else { throw Truncated() }
        var value: UInt64 = 0
        for index in position..<position + count { value = value << 8 | UInt64(bytes[index]) }
        position += count
        return value
    }

    mutating func byte() throws -> UInt8 { UInt8(truncatingIfNeeded: try bigEndian(1)) }

    mutating func uint32() throws -> UInt32 { UInt32(truncatingIfNeeded: try bigEndian(4)).byteSwapped }

    mutating func uint64() throws -> UInt64 { try bigEndian(8).byteSwapped }

    mutating func jobID() throws -> JobID { JobID(high: try bigEndian(8), low: try bigEndian(8)) }

    mutating func claim() throws -> Claim {
        Claim(id: try jobID(), token: ClaimToken(Int64(bitPattern: try uint64())))
    }
}
