/// Little-endian:
///
/// | what | as |
/// | --- | --- |
/// | `FLRM`, version 1 | 4 bytes, `UInt32` |
/// | dimensions, users, items, figures | 4 × `UInt32` |
/// | whether there are vectors | a byte, 0 or 1 |
/// | each figure: name, recall, ndcg | text, 2 × `Float64` |
/// | ids of users, ids of items, ascending | texts |
/// | popularity of the items | `UInt32` each |
/// | vectors of users, then of items, when there are any | 64 × `Float32` each |
/// | CRC-32 of all before | `UInt32` |
///
/// A text is its length in bytes (`UInt16`), then UTF-8.
extension TrainedModel {
    static let magic = Array("FLRM".utf8)
    static let version: UInt32 = 1

    /// - Throws: `malformed` when an id is longer than 65,535 bytes.
    public func encoded() throws(ModelFormatError) -> [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(64 + (users.count + items.count) * (64 + Embeddings.bytesPerRow))
        bytes.append(number: Self.version)
        for count in [Embeddings.dimensions, users.count, items.count, figures.count] {
            bytes.append(number: UInt32(count))
        }
        bytes.append(vectors.count > 0 ? 1 : 0)
        for figure in figures {
            try bytes.append(text: figure.name)
            bytes.append(number: figure.recall.bitPattern)
            bytes.append(number: figure.ndcg.bitPattern)
        }
        for id in users { try bytes.append(text: id) }
        for id in items { try bytes.append(text: id) }
        for count in popularity { bytes.append(number: count) }
        for lane in vectors.lanes {
            for scalar in lane.indices { bytes.append(number: lane[scalar].bitPattern) }
        }
        bytes.append(number: CRC32.checksum(bytes))
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    fileprivate mutating func append(text: String) throws(ModelFormatError) {
        let utf8 = text.utf8
        guard let length = UInt16(exactly: utf8.count) else { throw .malformed("an id has \(utf8.count) bytes") }
        append(number: length)
        append(contentsOf: utf8)
    }
}
