/// Keyed hashing for message authentication (RFC 2104).
public enum HMAC {
    /// 32 bytes: HMAC with SHA-256. Any key length, the empty one included.
    public static func sha256(key: some Collection<UInt8>, message: some Collection<UInt8>) -> [UInt8] {
        HMACKey(key).authenticate(message)
    }

    /// 32 bytes, over the text's UTF-8.
    public static func sha256(key: some Collection<UInt8>, message: String) -> [UInt8] {
        HMACKey(key).authenticate(message.utf8)
    }
}
