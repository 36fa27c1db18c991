/// The rules for a shared secret, the same for who signs and who verifies.
enum JWTSecret {
    static func check(_ secret: [UInt8]) throws(JWTKeyError) {
        guard secret.count >= 32 else { throw .secretTooShort }
        guard !secret.starts(with: "-----BEGIN".utf8) else { throw .secretIsPEM }
    }
}
