import Cryptography
public import Foundation

/// Derives the token of an invitation from the id of the invited user. A request that is repeated with its
/// `Idempotency-Key` gets the same token again, although it is stored nowhere.
public struct InvitationKey: Sendable {
    private let key: [UInt8]

    /// - Parameter secret: the one that signs access tokens; who has it needs no invitation.
    public init(secret: [UInt8]) { key = HMAC.sha256(key: secret, message: "flotilla invitations") }

    public func token(for user: UUID) -> OneTimeToken {
        OneTimeToken(Base64URL.encode(HMAC.sha256(key: key, message: user.uuidString)))
    }
}
