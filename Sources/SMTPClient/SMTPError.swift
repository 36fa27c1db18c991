/// Why a message was not accepted, or why that is not known.
public struct SMTPError: Error, Sendable, Hashable {
    /// The question to which the server answered no.
    public enum Stage: String, Sendable {
        /// May this machine talk to the server.
        case connection
        /// May this sender send, and so much.
        case sender
        /// Is this recipient served.
        case recipient
        /// Is this text taken.
        case message
    }

    public enum Limit: String, Sendable {
        /// Name, TCP, TLS, greeting and sign-in.
        case connect
        /// Between a command and its reply.
        case reply
        /// The caller's.
        case total
    }

    public enum Kind: Sendable, Hashable {
        /// The message cannot be sent as it is; the text says what is wrong.
        case invalidMessage(String)
        case cannotResolve
        case cannotConnect
        /// The server does not offer STARTTLS, or refused it.
        case tlsNotOffered
        /// A certificate that is not trusted, or for another name.
        case certificate
        /// No common protocol of TLS.
        case tls
        /// The server offers no way of signing in that is known here: `AUTH PLAIN` and `LOGIN`.
        case signInNotOffered
        case signInRefused
        /// An address has characters beyond ASCII, and the server takes none (RFC 6531).
        case utf8NotOffered
        case refused(Stage)
        case timedOut(Limit)
        /// The connection ended.
        case cut
        case cancelled
        /// libcurl's own code, for what no case above names.
        case other(code: Int)
    }

    public let kind: Kind
    /// The server's words, when there are any.
    public let reply: SMTPReply?
    /// False when the server cannot have accepted the message; true when all of it was handed over and the answer is missing.
    public let messageMayHaveBeenAccepted: Bool

    public init(_ kind: Kind, reply: SMTPReply? = nil, messageMayHaveBeenAccepted: Bool = false) {
        self.kind = kind
        self.reply = reply
        self.messageMayHaveBeenAccepted = messageMayHaveBeenAccepted
    }
}

extension SMTPError: CustomStringConvertible {
    public var description: String {
        let name =
            switch kind {
            case .invalidMessage: "smtp_invalid_message"
            case .cannotResolve: "smtp_cannot_resolve"
            case .cannotConnect: "smtp_cannot_connect"
            case .tlsNotOffered: "smtp_tls_not_offered"
            case .certificate: "smtp_certificate"
            case .tls: "smtp_tls"
            case .signInNotOffered: "smtp_sign_in_not_offered"
            case .signInRefused: "smtp_sign_in_refused"
            case .utf8NotOffered: "smtp_utf8_not_offered"
            case .refused(let stage): "smtp_refused_\(stage.rawValue)"
            case .timedOut(let limit): "smtp_timed_out_\(limit.rawValue)"
            case .cut: "smtp_cut"
            case .cancelled: "smtp_cancelled"
            case .other(let code): "smtp_curl_\(code)"
            }
        return name + (reply.map { " \($0.code)" } ?? "") + (messageMayHaveBeenAccepted ? " (may be accepted)" : "")
    }
}
