/// How a server proves who it is, and how the client does. Files are PEM and read anew for each connection.
public struct RedisTLSOptions: Hashable, Sendable {
    /// The authorities to trust; the system's own when nil.
    public var certificateAuthorityFile: String?
    /// The client's certificate, for servers that ask for one.
    public var certificateFile: String?
    /// The key of `certificateFile`; nil when that file holds it too.
    public var privateKeyFile: String?

    public init(
        certificateAuthorityFile: String? = nil, certificateFile: String? = nil, privateKeyFile: String? = nil
    ) {
        self.certificateAuthorityFile = certificateAuthorityFile
        self.certificateFile = certificateFile
        self.privateKeyFile = privateKeyFile
    }
}
