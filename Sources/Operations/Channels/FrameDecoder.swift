/// Cuts a stream of bytes into frames: a length (UInt32, little-endian, without itself) and that many bytes.
struct FrameDecoder {
    static let headerBytes = 4

    let maximumFrameBytes: Int
    private var partial: [UInt8] = []

    init(maximumFrameBytes: Int) { self.maximumFrameBytes = maximumFrameBytes }

    /// The frames that `bytes` completes.
    mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(FrameChannelError) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        if partial.isEmpty {
            let used = try take(from: bytes, into: &frames)
            if used < bytes.count { partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[used...])) }
            return frames
        }
        partial.append(contentsOf: bytes)
        let waiting = partial
        partial = []
        let used = try decodeWaiting(waiting, into: &frames)
        if used == 0 { partial = waiting } else { partial.append(contentsOf: waiting[used...]) }
        return frames
    }

    private func decodeWaiting(_ bytes: [UInt8], into frames: inout [[UInt8]]) throws(FrameChannelError) -> Int {
        let result = bytes.withUnsafeBytes { buffer -> Result<Int, FrameChannelError> in
            do throws(FrameChannelError) { return .success(try take(from: buffer, into: &frames)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Returns how many bytes made whole frames.
    private func take(
        from bytes: UnsafeRawBufferPointer, into frames: inout [[UInt8]]
    ) throws(FrameChannelError) -> Int {
        var used = 0
        while bytes.count - used >= Self.headerBytes {
            let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: used, as: UInt32.self)))
            guard length <= maximumFrameBytes else { throw .tooLarge(bytes: length) }
            let start = used + Self.headerBytes
            guard bytes.count - start >= length else { break }
            frames.append([UInt8](UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])))
            used = start + length
        }
        return used
    }
}
