internal import COpenSSL

/// A key whose two blocks are hashed already, to authenticate many messages with HMAC-SHA-256 (RFC 2104).
///
/// Sendable because the keyed context is only ever duplicated after `init`: EVP_MAC_CTX_dup reads it.
final class HMACKey: @unchecked Sendable {
    private static let algorithm = SendablePointer(EVP_MAC_fetch(nil, "HMAC", nil))
    private static let length = 32

    private let keyed: OpaquePointer

    init(_ key: some Collection<UInt8>) {
        guard let algorithm = Self.algorithm.value, let context = EVP_MAC_CTX_new(algorithm) else {
            preconditionFailure("OpenSSL has no HMAC: its default provider is missing")
        }
        // A nil key means "keep the old one", so an empty key needs an address.
        let result = (Array(key) + [0]).withUnsafeBufferPointer {
            flotilla_hmac_sha256_init(context, $0.baseAddress, $0.count - 1)
        }
        precondition(result == 1, "keying fails only when memory is out")
        keyed = context
    }

    deinit { EVP_MAC_CTX_free(keyed) }

    /// 32 bytes.
    func authenticate(_ message: some Collection<UInt8>) -> [UInt8] {
        guard let context = EVP_MAC_CTX_dup(keyed) else { preconditionFailure("memory is out") }
        defer { EVP_MAC_CTX_free(context) }
        return message.withBytes { input in
            [UInt8](unsafeUninitializedCapacity: Self.length) { output, count in
                let result =
                    EVP_MAC_update(context, input.baseAddress, input.count) == 1
                    && EVP_MAC_final(context, output.baseAddress, &count, Self.length) == 1
                precondition(result && count == Self.length, "authenticating fails only when memory is out")
            }
        }
    }
}
