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

    mutating func write(_ id: JobID) { bytes.append(contentsOf: id.bytes) }

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

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard bytes.count - position >= count else { throw Truncated() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func byte() throws -> UInt8 { try take(1).first ?? 0 }

    mutating func uint32() throws -> UInt32 { try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    mutating func uint64() throws -> UInt64 { try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    mutating func jobID() throws -> JobID {
        guard let id = JobID(bytes: try take(16)) else { throw Truncated() }
        return id
    }

    mutating func claim() throws -> Claim {
        Claim(id: try jobID(), token: ClaimToken(Int64(bitPattern: try uint64())))
    }
}
