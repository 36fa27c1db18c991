internal import CCrypt
internal import COpenSSL

/// libcrypt's bcrypt (crypt(5), crypt_rn(3), crypt_gensalt_rn(3)). Slow on purpose: 2^cost rounds, about 0.2 s at
/// cost 12, on the calling thread.
enum Bcrypt {
    /// bcrypt reads no further; what is longer would be cut silently.
    static let passwordLimit = 72

    /// A fresh setting, `$2b$cost$` and 16 random bytes of salt. Nil when the cost is outside 4 to 31.
    static func setting(cost: Int) -> String? {
        let salt = SecureRandom.bytes(16).map(CChar.init(bitPattern:))
        var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard
            crypt_gensalt_rn("$2b$", UInt(cost), salt, Int32(salt.count), &output, Int32(output.count)) != nil
        else { return nil }
        return text(output)
    }

    /// The stored form of a password, 60 characters. Nil when the setting is none of bcrypt.
    /// - Parameters:
    ///   - password: at most 72 bytes, none of them zero.
    ///   - setting: what `setting(cost:)` gave, or a stored hash.
    static func hash(_ password: [UInt8], setting: String) -> String? {
        guard password.count <= passwordLimit, !password.contains(0) else { return nil }
        let size = MemoryLayout<crypt_data>.size
        // 32 KiB: too much for a thread's stack to be taken for granted.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MemoryLayout<crypt_data>.alignment)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        var phrase = password.map(CChar.init(bitPattern:)) + [0]
        defer { phrase.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        guard let output = crypt_rn(phrase, setting, memory, Int32(size)) else { return nil }
        return String(cString: output)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
