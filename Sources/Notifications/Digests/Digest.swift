import Contracts

/// Several messages of one template for one person or place, as one.
public struct Digest: Sendable {
    private let template: Template
    private let messages: [RenderedMessage]

    /// Messages that a mail shows; it says how many there are beside them.
    static let shown = 50
    /// Of what has less room than a mail.
    static let shownShortly = 10

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
        let greeting = MailBlock.block(.paragraph([phrases.greeting(reader.name)]))
        return MailText(
            subject(for: reader), [greeting] + blocks(for: reader, publicURL: publicURL, atMost: Self.shown), phrases,
            publicURL: publicURL, unsubscribeURL: unsubscribeURL)
    }

    /// A single message is as any other, with its link beside it.
    func titled(for reader: Reader, publicURL: String) -> (title: String, text: String, link: String?) {
        if messages.count == 1, let only = messages.first {
            return (only.subject, only.body, only.link.map { $0.absolute(at: publicURL) })
        }
        let phrases = Phrases(language: reader.language)
        let blocks = blocks(for: reader, publicURL: publicURL, atMost: Self.shownShortly)
        return (subject(for: reader), blocks.map { $0.text(phrases) }.joined(separator: "\n\n"), nil)
    }

    private func subject(for reader: Reader) -> String {
        let text = template.text(in: reader.language)
        let format = LocalFormat(language: reader.language, timeZone: reader.timeZone)
        return text.digest?.filled(["count": .count(messages.count)], format) ?? text.title
    }

    private func blocks(for reader: Reader, publicURL: String, atMost most: Int) -> [MailBlock] {
        var blocks = messages.prefix(most).map { message in
            MailBlock.item(
                subject: message.subject, lines: message.details, link: message.link?.absolute(at: publicURL))
        }
        let more = messages.count - most
        if more > 0 {
            let format = LocalFormat(language: reader.language, timeZone: reader.timeZone)
            let phrase = Phrases(language: reader.language).more(format.number(more))
            blocks.append(.block(.paragraph([phrase])))
        }
        return blocks
    }
}
