/// A mail server that takes messages for delivery, and how to sign in at it.
public struct SMTPServer: Sendable, Hashable {
    public struct Credentials: Sendable, Hashable {
        public let user: String
        public let password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    public var host: String
    public var port: UInt16
    public var security: SMTPSecurity
    /// Sign-in by `AUTH PLAIN` or `LOGIN`. With it, nothing is sent by a connection that is not signed in.
    public var credentials: Credentials?
    /// The name that greets the server (`EHLO`): this machine's when nil.
    public var helloName: String?
    /// A PEM file of trusted roots instead of the system's.
    public var certificateAuthorityFile: String?

    public init(
        host: String, port: UInt16, security: SMTPSecurity, credentials: Credentials? = nil, helloName: String? = nil,
        certificateAuthorityFile: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.helloName = helloName
        self.certificateAuthorityFile = certificateAuthorityFile
    }
}

extension SMTPServer.Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(user):***" }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// Why a text is no address of a mail server: what to write instead, without any part of the text.
public struct SMTPServerError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
