public import Foundation

/// A bearer token (RFC 6750) and its end.
public struct AccessToken: Sendable {
    public let text: String
    /// In whole seconds, as the token says it.
    public let expiresAt: Date
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "access token" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
