/// Reads the fields of a message in Protocol Buffers' wire format. What is broken ends it.
struct ProtobufReader {
    enum Value: Equatable {
        case number(UInt64)
        case data(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() -> (field: UInt64, value: Value)? {
        guard let tag = varint() else { return nil }
        switch tag & 7 {
        case 0: return varint().map { (tag >> 3, .number($0)) }
        case 1: return data(8).map { (tag >> 3, .data($0)) }
        case 2: return varint().flatMap { data($0) }.map { (tag >> 3, .data($0)) }
        case 5: return data(4).map { (tag >> 3, .data($0)) }
        default: return nil
        }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for position in 0..<10 {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << UInt64(7 * position)
            if byte < 0x80 { return value }
        }
        return nil
    }

    private mutating func data(_ count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(rest.count) else { return nil }
        let data = rest.prefix(Int(clamping: count))
        rest = rest.dropFirst(data.count)
        return data
    }
}
