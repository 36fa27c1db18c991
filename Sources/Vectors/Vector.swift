/// Vectors of texts (embeddings): of length 1, so that the cosine of two is their dot product, and stored as little-endian
/// Float32 (IEEE 754), four bytes a dimension.
public enum Vector {
    /// The vector's direction, with length 1.
    /// - Returns: nil for what has no direction: no dimension at all, zeros, NaN, infinities.
    public static func normalized(_ vector: [Float]) -> [Float]? {
        // In `Double`: the square of a large `Float` is beyond every `Float`, that of a small one is zero.
        var sum = 0.0
        for value in vector { sum += Double(value) * Double(value) }
        guard sum.isFinite, sum > 0 else { return nil }
        let length = sum.squareRoot()
        return vector.map { Float(Double($0) / length) }
    }

    /// Four bytes a dimension.
    public static func bytes(of vector: [Float]) -> [UInt8] {
        vector.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
    }

    /// - Throws: `wrongLength` for bytes that are no whole number of dimensions, or of another number than `dimension`.
    public static func vector(of bytes: [UInt8], dimension: Int) throws(VectorError) -> [Float] {
        guard dimension > 0, bytes.count % 4 == 0, bytes.count / 4 == dimension else {
            throw .wrongLength(bytes: bytes.count, dimension: dimension)
        }
        return bytes.withUnsafeBytes { raw in
            (0..<dimension).map { index in
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
            }
        }
    }
}
