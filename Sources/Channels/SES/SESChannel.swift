public import AWS

/// Mail by AWS SES, which takes it for delivery.
public struct SESChannel: Sendable {
    /// Of an attempt.
    private static let longest: Duration = .seconds(20)

    private let ses: SES

    public init(_ ses: SES) { self.ses = ses }

    /// - Parameter deadline: what is not answered by then is `unknown` when the message was handed over.
    public func deliver(_ message: MailMessage, until deadline: ContinuousClock.Instant) async -> DeliveryOutcome {
        let data: [UInt8]
        do throws(MailMessageError) {
            data = try message.bytes()
        } catch {
            return DeliveryOutcome(.refused, code: "message", text: error.description)
        }
        let (sender, recipient) = (message.sender.address.description, message.recipient.address.description)
        guard sender.utf8.allSatisfy({ $0 < 0x80 }), recipient.utf8.allSatisfy({ $0 < 0x80 }) else {
            return DeliveryOutcome(
                .refused, code: "smtputf8", text: "AWS SES takes no addresses with characters beyond ASCII",
                messageID: message.id)
        }
        do throws(AWSError) {
            let id = try await ses.send(
                data, from: sender, to: recipient, until: min(deadline, .now + Self.longest))
            return DeliveryOutcome(.sent, code: "200", text: "AWS SES took the message as \(id)", messageID: message.id)
        } catch {
            return outcome(of: error, message)
        }
    }

    private func outcome(of error: AWSError, _ message: MailMessage) -> DeliveryOutcome {
        func made(_ kind: DeliveryOutcome.Kind, _ text: String, speaks: Bool = true) -> DeliveryOutcome {
            DeliveryOutcome(
                kind, code: error.code ?? error.kind.rawValue, text: text, messageID: message.id,
                speaksOfDestination: speaks)
        }
        if error.mayHaveBeenExecuted {
            return made(
                .unknown, "AWS SES may have taken the message, and gave no answer that says so",
                speaks: error.kind != .cancelled)
        }
        switch error.kind {
        case .throttled: return made(.deferred(after: nil), "AWS SES takes no more messages now: the account's limit")
        case .cancelled: return made(.deferred(after: nil), "the attempt was cancelled", speaks: false)
        case .transient, .timedOut, .unreachable:
            return made(.deferred(after: nil), "AWS SES in \(ses.region) could not be asked")
        case .accessDenied:
            return made(
                .deferred(after: nil), "AWS refused to send: allow ses:SendEmail and ses:SendRawEmail in \(ses.region)")
        case .badCredentials, .invalidSignature, .expiredSession, .operatorCredentials, .noCredentials,
            .roleNotAssumable, .regionDisabled, .clockSkewed:
            return made(.deferred(after: nil), "AWS takes no key of the fleet in \(ses.region)")
        case .wrongRegion, .malformedAnswer, .unreadable, .tooLarge:
            return made(.deferred(after: nil), "what answered is not AWS SES: check AWS_ENDPOINT_URL and proxies")
        case .invalidRequest:
            let (text, isOfMessage) = Self.refusal(error.code, ses.region)
            return made(.refused, text, speaks: !isOfMessage)
        }
    }

    /// What to do, and whether another message would fare better.
    private static func refusal(_ code: String?, _ region: AWSRegion) -> (text: String, isOfMessage: Bool) {
        switch code {
        case "MessageRejected":
            (
                "AWS SES rejected the message: the sender has to be verified in \(region), in the sandbox the recipient "
                    + "too, or its content is not taken", true
            )
        case "MailFromDomainNotVerifiedException":
            ("AWS SES sends nothing for the sender's domain until it is verified in \(region)", false)
        case "AccountSuspendedException": ("AWS has ended the account's sending for good", false)
        case "SendingPausedException":
            ("AWS has paused the account's sending in \(region): look at its reputation", false)
        case "NotFoundException": ("AWS SES does not find what the message names in \(region)", false)
        default: ("AWS SES refused the message", true)
        }
    }
}
