enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Sixteen lower-case digits.
    static func text(of value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                buffer[index] = digits[Int(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 15]
            }
            return 16
        }
    }
}
