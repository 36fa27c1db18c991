import Cryptography
import Operations

/// The `Stripe-Signature` field: `t=1700000000,v1=…,v1=…`, with the HMAC of `1700000000.` and the body under each secret that
/// is valid (https://docs.stripe.com/webhooks#verify-manually). Other schemes in it are ignored.
struct StripeSignature {
    /// Two secrets are valid while one is replaced; Stripe sends few more.
    private static let mostSignatures = 32
    private static let longestField = 8_192

    /// Since 1970.
    let seconds: Int64
    /// 32 bytes each.
    let signatures: [[UInt8]]

    /// - Returns: nil for what is not so written.
    init?(_ field: String) {
        guard field.utf8.count <= Self.longestField else { return nil }
        var seconds: Int64?
        var signatures: [[UInt8]] = []
        for part in field.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            switch pair[0] {
            case "t":
                // Which of two was signed could not be known.
                guard seconds == nil, let value = Int64(pair[1]), value >= 0, !pair[1].hasPrefix("+") else {
                    return nil
                }
                seconds = value
            case "v1":
                guard let bytes = Hex.decode(String(pair[1])), bytes.count == 32 else { continue }
                signatures.append(bytes)
            default: continue
            }
        }
        guard let seconds, !signatures.isEmpty, signatures.count <= Self.mostSignatures else { return nil }
        self.seconds = seconds
        self.signatures = signatures
    }

    static func signature(of body: [UInt8], at seconds: Int64, secret: Secret) -> [UInt8] {
        HMAC.sha256(key: secret.reveal().utf8, message: Array("\(seconds).".utf8) + body)
    }

    func isMade(of body: [UInt8], with secret: Secret) -> Bool {
        let made = Self.signature(of: body, at: seconds, secret: secret)
        // All of them, so that the time does not show which one it was.
        return signatures.reduce(false) { constantTimeEquals($1, made) || $0 }
    }
}
