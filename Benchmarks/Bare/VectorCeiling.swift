/// How fast the machine reads vectors, with nothing done to them but what keeps them from not being read: their sum.
public enum VectorCeiling {
    /// - Parameter bytes: a multiple of 128 of them are read.
    public static func sum(of bytes: [UInt8]) -> Float {
        bytes.withUnsafeBytes { bytes in
            var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
            var offset = 0
            while offset + 128 <= bytes.count {
                sums.0 += bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                sums.1 += bytes.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
                sums.2 += bytes.loadUnaligned(fromByteOffset: offset + 64, as: SIMD8<Float>.self)
                sums.3 += bytes.loadUnaligned(fromByteOffset: offset + 96, as: SIMD8<Float>.self)
                offset += 128
            }
            return ((sums.0 + sums.1) + (sums.2 + sums.3)).sum()
        }
    }
}
