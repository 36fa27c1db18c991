/// Whether a connection to a mail server is encrypted.
public enum SMTPSecurity: Sendable, Hashable {
    /// In clear; for servers on this machine or in this network.
    case off
    /// STARTTLS (RFC 3207): without it nothing is sent.
    case startTLS
    /// TLS from the first byte (RFC 8314).
    case implicit
}
