/// SHA-1 (FIPS 180-4), for names and checksums that are defined by it. It is broken as a signature.
public enum SHA1 {
    /// 20 bytes.
    public static func digest(_ bytes: some Collection<UInt8>) -> [UInt8] {
        MessageDigest.sha1.digest(bytes)
    }

    /// 20 bytes, of the text's UTF-8.
    public static func digest(_ text: String) -> [UInt8] {
        MessageDigest.sha1.digest(text.utf8)
    }
}
