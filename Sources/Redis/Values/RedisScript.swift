internal import COpenSSL

/// A Lua script and the name that the server keeps it under (the hexadecimal SHA-1 of its text).
public struct RedisScript: Hashable, Sendable {
    public let source: String
    public let sha1: String

    public init(_ source: String) {
        self.source = source
        sha1 = Self.hexadecimalSHA1(Array(source.utf8))
    }

    private static func hexadecimalSHA1(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 20)
        let result = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil)
        precondition(result == 1, "OpenSSL offers no SHA-1")
        return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
