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

    mutating func write(_ data: [UInt8]) {
        write(UInt32(clamping: data.count))
        bytes.append(contentsOf: data)
    }

    mutating func write(_ write: JobStreamWrite) {
        self.write(write.claim)
        self.write(UInt32(clamping: write.attempt))
        self.write(UInt64(bitPattern: Int64(write.first)))
        self.write(write.isWhole ? UInt8(1) : UInt8(0))
        self.write(write.progress == nil ? UInt8(0) : UInt8(1))
        if let progress = write.progress {
            self.write(progress.percent.bitPattern)
            self.write(Array((progress.message ?? "").utf8))
        }
        self.write(UInt32(clamping: write.chunks.count))
        for chunk in write.chunks { self.write(chunk) }
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

    mutating func data() throws -> [UInt8] {
        let count = Int(try uint32())
        guard bytes.count - position >= count else { throw Truncated() }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func streamWrite() throws -> JobStreamWrite {
        let claim = try claim()
        let attempt = Int(try uint32())
        let first = Int(truncatingIfNeeded: try uint64())
        let isWhole = try byte() == 1
        var progress: JobProgress?
        if try byte() == 1 {
            let percent = Double(bitPattern: try uint64())
            let message = String(decoding: try data(), as: UTF8.self)
            progress = JobProgress(percent: percent, message: message.isEmpty ? nil : message)
        }
        let count = Int(try uint32())
        var chunks: [[UInt8]] = []
        for _ in 0..<count { chunks.append(try data()) }
        return JobStreamWrite(
            claim: claim, attempt: attempt, first: first, chunks: chunks, progress: progress, isWhole: isWhole)
    }
}
