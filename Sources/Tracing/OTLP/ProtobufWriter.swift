/// Writes Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding): as much of it as OTLP's traces need.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// Left out when zero, as the format has it.
    mutating func write(_ field: Int, varint value: UInt64) {
        if value != 0 { write(field, oneOf: value) }
    }

    /// Written also when zero: it is one of several fields, and says which.
    mutating func write(_ field: Int, oneOf value: UInt64) {
        tag(field, 0)
        varint(value)
    }

    mutating func write(_ field: Int, fixed64 value: UInt64) {
        tag(field, 1)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(_ field: Int, fixed32 value: UInt32) {
        tag(field, 5)
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// Left out when empty.
    mutating func write(_ field: Int, _ text: String) {
        if !text.isEmpty { write(field, Array(text.utf8)) }
    }

    mutating func write(_ field: Int, _ data: [UInt8]) {
        tag(field, 2)
        varint(UInt64(data.count))
        bytes += data
    }

    /// A message within this one.
    mutating func write(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        var message = ProtobufWriter()
        body(&message)
        write(field, message.bytes)
    }

    private mutating func tag(_ field: Int, _ type: UInt64) {
        varint(UInt64(field) << 3 | type)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
