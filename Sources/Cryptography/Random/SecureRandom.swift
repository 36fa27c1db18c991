internal import COpenSSL

/// Unpredictable bytes: OpenSSL's generator, one per thread, seeded by the operating system (RAND_bytes(3)).
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            fill(UnsafeMutableRawBufferPointer(output.extracting(0..<count)))
            initialized = count
        }
    }

    public static func uint64() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { fill($0) }
        return value
    }

    private static func fill(_ output: UnsafeMutableRawBufferPointer) {
        guard output.count > 0 else { return }
        let result = RAND_bytes_ex(nil, output.baseAddress, output.count, 256)
        // Going on without randomness would make guessable secrets.
        precondition(result == 1, "the operating system gives no randomness")
    }
}
