/// Collects values in PostgreSQL's binary format, end to end in one buffer.
public struct ValueWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var wroteNull = false

    /// Writes an integer in network byte order.
    mutating func write<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(contentsOf more: [UInt8]) {
        bytes += more
    }

    mutating func write(contentsOf more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func writeNull() {
        wroteNull = true
    }

    mutating func append(contentsOf other: ValueWriter) {
        bytes += other.bytes
    }

    /// Appends a value without its length.
    /// - Returns: its number of bytes, -1 for NULL.
    mutating func appendValue(_ value: some PostgresEncodable) -> Int32 {
        let start = bytes.count
        value.encode(into: &self)
        defer { wroteNull = false }
        // Beyond 2 GiB the statement is refused as a whole before the length is looked at.
        return wroteNull ? -1 : Int32(clamping: bytes.count - start)
    }

    /// Appends a value after its 32-bit length, as arrays and COPY want it.
    /// - Returns: whether it was NULL.
    @discardableResult
    mutating func appendField(_ value: some PostgresEncodable) -> Bool {
        let position = bytes.count
        write(Int32(0))
        let length = appendValue(value)
        overwrite(length, at: position)
        return length < 0
    }

    /// Writes a one-dimensional array: dimensions, a flag for NULLs, the elements' type, their number, the lower bound,
    /// then each element after its length (`array_recv` in PostgreSQL's arrayfuncs.c). An empty array has no dimension.
    mutating func writeArray<Element: PostgresEncodable>(_ elements: [Element], elementType: PostgresType) {
        write(Int32(elements.isEmpty ? 0 : 1))
        let flag = bytes.count
        write(Int32(0))
        write(elementType.rawValue)
        guard !elements.isEmpty else { return }
        write(Int32(clamping: elements.count))
        write(Int32(1))
        var hasNulls = false
        for element in elements where appendField(element) { hasNulls = true }
        if hasNulls { overwrite(Int32(1), at: flag) }
    }

    /// Replaces an integer that was written before.
    mutating func overwrite<Value: FixedWidthInteger>(_ value: Value, at position: Int) {
        withUnsafeBytes(of: value.bigEndian) { source in
            for (index, byte) in source.enumerated() { bytes[position + index] = byte }
        }
    }
}
