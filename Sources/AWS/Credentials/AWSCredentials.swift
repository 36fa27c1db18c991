import Foundation

/// A key of AWS: long-lived, or of a session when it has a token.
public struct AWSCredentials: Sendable, Equatable {
    public let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?
    /// When AWS stops accepting a session's key; nil for a long-lived one.
    public let expiration: Date?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

extension AWSCredentials {
    /// For calls that AWS takes without a signature.
    static let none = AWSCredentials(accessKeyID: "", secretAccessKey: "")
    var isNone: Bool { accessKeyID.isEmpty }

    /// What an answer or a file gave, when a key can be made of it: each goes into a header, and the key's id is shown.
    init?(received id: String?, secret: String?, token: String?, expiration: Date?) {
        func isPlain(_ text: String) -> Bool {
            (1...16_384).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        }
        guard let id, let secret, isPlain(id), isPlain(secret), token.map(isPlain) ?? true else { return nil }
        self.init(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration)
    }
}

/// Nothing that prints, interpolates, dumps or mirrors credentials shows them.
extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "AWSCredentials(\(accessKeyID.prefix(4))…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
