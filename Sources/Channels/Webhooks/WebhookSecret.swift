import Cryptography
import Foundation

/// What an endpoint's deliveries are signed with: `whsec_` and the base 64 of random bytes (Standard Webhooks 1.0.0).
/// Shows as stars wherever it is printed, dumped or logged.
public struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private static let prefix = "whsec_"
    private static let sizes = 24...64

    let key: [UInt8]

    /// 32 random bytes.
    public static func random() -> WebhookSecret {
        WebhookSecret(key: SecureRandom.bytes(32))
    }

    private init(key: [UInt8]) {
        self.key = key
    }

    /// - Parameter text: as `reveal` writes it; nil for less than 24 or more than 64 bytes.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= 128,
            let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))), Self.sizes.contains(data.count)
        else { return nil }
        key = Array(data)
    }

    /// The secret itself, for its owner and for the database.
    public func reveal() -> String { Self.prefix + Data(key).base64EncodedString() }

    public var description: String { "\(Self.prefix)***" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
