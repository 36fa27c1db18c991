import Channels
import Flotilla
import Foundation
import Notifications

/// Mail to people.
struct EmailPort: DeliveryPort {
    /// By which it is handed over: SMTP, or AWS SES.
    let provider: any MailProvider
    let sender: MailMessage.Mailbox
    let links: UnsubscribeLinks
    let publicURL: String

    func deliver(
        _ work: DeliveryWork, _ message: RenderedMessage, by deadline: ContinuousClock.Instant
    ) async -> DeliveryOutcome {
        guard let address = work.person.address else {
            return DeliveryOutcome(.refused, code: "address", text: "The recipient is no e-mail address.")
        }
        let link: String?
        do {
            link = try await links.link(for: work)
        } catch {
            return DeliveryOutcome(
                .deferred(after: .seconds(5)), code: "database", text: "What signs links could not be read.")
        }
        let mail = work.mail(message, publicURL: publicURL, unsubscribeURL: link)
        return await provider.deliver(
            MailMessage(
                from: sender, to: MailMessage.Mailbox(address, name: work.person.name), subject: mail.subject,
                text: mail.text, html: mail.html, id: "\(work.id.uuidString.lowercased())@\(idDomain)",
                date: work.createdAt,
                unsubscription: mail.unsubscribeURL.map { MailMessage.Unsubscription(url: $0, takesPost: true) }),
            by: deadline)
    }
}

extension EmailPort {
    /// An id is ASCII alone (RFC 5322, 3.6.4), whatever the sender's domain is.
    private var idDomain: String {
        let domain = sender.address.domain
        return domain.utf8.allSatisfy { $0 < 0x80 } ? domain : "flotilla.invalid"
    }
}

/// A way to hand a mail over, once.
protocol MailProvider: Sendable {
    func deliver(_ message: MailMessage, by deadline: ContinuousClock.Instant) async -> DeliveryOutcome
}

/// The call waits on the handler's own thread.
struct SMTPProvider: MailProvider {
    let channel: EmailChannel

    func deliver(_ message: MailMessage, by deadline: ContinuousClock.Instant) async -> DeliveryOutcome {
        channel.deliver(message, by: deadline)
    }
}

struct SESProvider: MailProvider {
    let channel: SESChannel

    func deliver(_ message: MailMessage, by deadline: ContinuousClock.Instant) async -> DeliveryOutcome {
        await channel.deliver(message, until: deadline)
    }
}
