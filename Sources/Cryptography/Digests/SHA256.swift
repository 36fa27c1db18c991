/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// 32 bytes.
    public static func digest(_ bytes: some Collection<UInt8>) -> [UInt8] {
        MessageDigest.sha256.digest(bytes)
    }

    /// 32 bytes, of the text's UTF-8.
    public static func digest(_ text: String) -> [UInt8] {
        MessageDigest.sha256.digest(text.utf8)
    }
}
