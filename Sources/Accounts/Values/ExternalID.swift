internal import Cryptography

/// What we show AWS with a tenant's role, so that no tenant makes us assume the role of another (IAM User Guide,
/// "The confused deputy problem"). We make it; a tenant never chooses it.
public struct ExternalID: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    /// Of an account's row.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// 32 random bytes as 43 characters of `A–Z a–z 0–9 - _`, all within what STS allows.
    public static func random() -> ExternalID {
        ExternalID(rawValue: Base64URL.encode(SecureRandom.bytes(32)))
    }
}
