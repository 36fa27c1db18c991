public import SMTPClient
import Tracing

/// Mail by a server that takes it for delivery.
public struct EmailChannel: Sendable {
    private let client: MailClient

    public init(_ client: MailClient) { self.client = client }

    /// Hands the message over, and waits for the answer on the caller's thread, which is a handler's own.
    /// - Parameter deadline: what is not answered by then is `unknown` when all of the message was handed over.
    public func deliver(_ message: MailMessage, by deadline: ContinuousClock.Instant) -> DeliveryOutcome {
        let data: [UInt8]
        do {
            data = try message.bytes()
        } catch {
            return DeliveryOutcome(.refused, code: "message", text: error.description)
        }
        let envelope = SMTPMessage(
            from: message.sender.address.description, to: message.recipient.address.description, data: data)
        var span = ActiveSpan.current?.child("send mail", .client, [("network.protocol.name", "smtp")])
        defer { span?.end() }
        do {
            let reply = try client.send(envelope, by: deadline)
            return DeliveryOutcome(.sent, code: String(reply.code), text: reply.text, messageID: message.id)
        } catch {
            let outcome = Self.outcome(of: error, message)
            span?.fail(outcome.code)
            return outcome
        }
    }

    private static func outcome(of error: SMTPError, _ message: MailMessage) -> DeliveryOutcome {
        let words = error.reply.map { "\($0.code) \($0.text)" }
        func deferred(_ code: String, _ advice: String, speaks: Bool = true) -> DeliveryOutcome {
            let text = words.map { "\(advice): \($0)" } ?? advice
            return DeliveryOutcome(
                .deferred(after: nil), code: code, text: text, messageID: message.id, speaksOfDestination: speaks)
        }
        if error.messageMayHaveBeenAccepted {
            let what = error.kind == .cancelled ? "cancelled" : "the answer is missing"
            return DeliveryOutcome(
                .unknown, code: code(of: error), text: "all of the message was handed over, then: \(words ?? what)",
                messageID: message.id, speaksOfDestination: error.kind != .cancelled)
        }
        switch error.kind {
        case .invalidMessage(let reason): return DeliveryOutcome(.refused, code: "message", text: reason)
        case .utf8NotOffered:
            return DeliveryOutcome(
                .refused, code: "smtputf8", text: "the mail server takes no addresses with characters beyond ASCII",
                messageID: message.id)
        case .refused(let stage):
            return refusal(at: stage, error, words ?? "refused", message)
        case .cannotResolve: return deferred("resolve", "there is no address of the mail server")
        case .cannotConnect: return deferred("connect", "the mail server does not take connections")
        case .timedOut(let limit):
            return deferred("timeout_\(limit.rawValue)", "the mail server did not answer in time")
        case .cut: return deferred("cut", "the mail server ended the connection")
        case .tlsNotOffered: return deferred("tls_missing", "the mail server offers no TLS, which SMTP_URL requires")
        case .certificate: return deferred("certificate", "the certificate of the mail server is not trusted")
        case .tls: return deferred("tls", "there is no TLS with the mail server")
        case .signInNotOffered: return deferred("sign_in_missing", "the mail server takes no sign-in by PLAIN or LOGIN")
        case .signInRefused: return deferred("sign_in", "the mail server refused the sign-in of SMTP_URL")
        case .cancelled: return deferred("cancelled", "cancelled", speaks: false)
        case .other(let number): return deferred("curl_\(number)", "libcurl ended with code \(number)")
        }
    }

    private static func refusal(
        at stage: SMTPError.Stage, _ error: SMTPError, _ words: String, _ message: MailMessage
    ) -> DeliveryOutcome {
        let code = error.reply?.code ?? 0
        // 530 asks for a sign-in: like a closed door, an operator's matter that says nothing of the message.
        let isOfServer = stage == .connection || code == 421 || code == 530 || (stage == .sender && code < 500)
        let kind: DeliveryOutcome.Kind = isOfServer || code < 500 ? .deferred(after: nil) : .refused
        return DeliveryOutcome(
            kind, code: String(code), text: words, messageID: message.id, speaksOfDestination: isOfServer)
    }

    private static func code(of error: SMTPError) -> String {
        if let reply = error.reply { return String(reply.code) }
        return switch error.kind {
        case .timedOut: "timeout"
        case .cut: "cut"
        case .cancelled: "cancelled"
        default: "unknown"
        }
    }
}
