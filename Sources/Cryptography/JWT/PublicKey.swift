internal import COpenSSL

/// A public key that verifies tokens' signatures.
///
/// Sendable because the key never changes after `init`, and each verification has its own context: OpenSSL's
/// objects may be used by several threads as long as none modifies them, and what they cache inside is locked
/// (openssl-threads(7)).
final class PublicKey: @unchecked Sendable {
    let algorithm: JWTAlgorithm
    private let key: OpaquePointer

    /// - Parameter pem: a SubjectPublicKeyInfo.
    init(pem: String) throws(JWTKeyError) {
        guard let key = Self.read(pem) else { throw .notAPublicKey }
        do throws(JWTKeyError) {
            algorithm = try Self.algorithm(of: key)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// - Parameter signature: as in a token: for ES256 the 64 bytes r and s (RFC 7518, section 3.4).
    func isValid(_ signature: [UInt8], over message: ArraySlice<UInt8>) -> Bool {
        switch algorithm {
        case .es256: ECDSASignature.der(raw: signature).map { verify($0, message) } ?? false
        case .hs256, .rs256, .edDSA: verify(signature, message)
        }
    }

    private func verify(_ signature: [UInt8], _ message: ArraySlice<UInt8>) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        // Ed25519 hashes by itself.
        let digest = algorithm == .edDSA ? nil : MessageDigest.sha256.algorithm
        let isValid = message.withBytes { message in
            EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, message.baseAddress, message.count) == 1
        }
        // What is left in the thread's error queue would be taken for a failure of the next TLS call on it.
        if !isValid { ERR_clear_error() }
        return isValid
    }

    private static func read(_ pem: String) -> OpaquePointer? {
        let bytes = Array(pem.utf8)
        guard !bytes.isEmpty, let bio = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else { return nil }
        defer { BIO_free(bio) }
        let key = flotilla_pem_read_public_key(bio)
        if key == nil { ERR_clear_error() }
        return key
    }

    private static func algorithm(of key: OpaquePointer) throws(JWTKeyError) -> JWTAlgorithm {
        if EVP_PKEY_is_a(key, "RSA") == 1 {
            let bits = Int(EVP_PKEY_get_bits(key))
            guard bits >= 2048 else { throw .rsaKeyTooSmall(bits: bits) }
            return .rs256
        }
        if EVP_PKEY_is_a(key, "EC") == 1, curve(of: key) == "prime256v1" { return .es256 }
        if EVP_PKEY_is_a(key, "ED25519") == 1 { return .edDSA }
        throw .unsupportedKey
    }

    private static func curve(of key: OpaquePointer) -> String? {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1, length < name.count else {
            ERR_clear_error()
            return nil
        }
        return String(decoding: name[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
