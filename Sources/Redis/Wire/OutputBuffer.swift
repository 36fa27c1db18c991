/// Bytes on their way out: added at the end, taken from the front, without moving what stays.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    /// How many bytes were ever taken from the front.
    private(set) var consumed: UInt64 = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }
    /// How many bytes were ever added: the position of the next one.
    var end: UInt64 { consumed + UInt64(count) }

    mutating func append(_ more: [UInt8]) {
        if isEmpty && start > 0 { removeConsumed() }
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
        }
    }

    mutating func consume(_ count: Int) {
        start += count
        consumed += UInt64(count)
        if start == bytes.count || start > 1 << 20 { removeConsumed() }
    }

    private mutating func removeConsumed() {
        // One huge command must not hold its memory for ever.
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        } else {
            bytes.removeSubrange(..<start)
        }
        start = 0
    }
}
