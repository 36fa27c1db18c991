internal import COpenSSL

/// A digest algorithm of OpenSSL, looked up once: the look-up costs more than hashing a short message.
///
/// Sendable because a fetched `EVP_MD` is immutable and counted atomically (EVP_MD_fetch(3)).
struct MessageDigest: @unchecked Sendable {
    static let sha1 = MessageDigest("SHA1")
    static let sha256 = MessageDigest("SHA256")

    let algorithm: OpaquePointer
    private let length: Int

    private init(_ name: String) {
        guard let algorithm = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure("OpenSSL has no \(name): its default provider is missing")
        }
        self.algorithm = algorithm
        length = Int(EVP_MD_get_size(algorithm))
    }

    func digest(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.withBytes { input in
            [UInt8](unsafeUninitializedCapacity: length) { output, count in
                let result = EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, algorithm, nil)
                precondition(result == 1, "hashing fails only when memory is out")
                count = length
            }
        }
    }
}
