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

/// Nothing that prints, interpolates, dumps or mirrors credentials shows them.
extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "AWSCredentials(\(accessKeyID.prefix(4))…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
