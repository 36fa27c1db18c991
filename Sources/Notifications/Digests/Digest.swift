import Contracts

/// Several messages of one template for one person, as one mail.
public struct Digest: Sendable {
    private let template: Template
    private let messages: [RenderedMessage]

    /// Messages that a mail shows; it says how many there are beside them.
    static let shown = 50

    /// - Parameter messages: in the order in which they came.
    public init(_ messages: [RenderedMessage], of template: Template) {
        self.messages = messages
        self.template = template
    }

    /// A single message is a mail as any other.
    public func mail(to reader: Reader, publicURL: String, unsubscribeURL: String?) -> MailText {
        if messages.count == 1, let only = messages.first {
            return only.mail(to: reader, publicURL: publicURL, unsubscribeURL: unsubscribeURL)
        }
        let phrases = Phrases(language: reader.language)
        let format = LocalFormat(language: reader.language, timeZone: reader.timeZone)
        let text = template.text(in: reader.language)
        let subject = text.digest?.filled(["count": .count(messages.count)], format) ?? text.title
        var blocks: [MailBlock] = [.block(.paragraph([phrases.greeting(reader.name)]))]
        blocks += messages.prefix(Self.shown).map { message in
            .item(
                subject: message.subject, lines: message.details, link: message.link?.absolute(at: publicURL))
        }
        let more = messages.count - Self.shown
        if more > 0 { blocks.append(.block(.paragraph([phrases.more(format.number(more))]))) }
        return MailText(subject, blocks, phrases, publicURL: publicURL, unsubscribeURL: unsubscribeURL)
    }
}
