/// A message in the words of its reader, ready for every channel.
public struct RenderedMessage: Sendable, Hashable {
    /// One line of at most 200 characters.
    public let subject: String
    let blocks: [MessageBlock]
    /// What is of this message alone, beside its subject: where several stand in one mail.
    let details: [String]
    /// What the link is called.
    public let button: String
    public let link: NotificationLink?
    /// Whether a reader may ask for no more of them.
    let canBeUnsubscribed: Bool

    static let longestSubject = 200

    init(
        subject: String, blocks: [MessageBlock], details: [String] = [], button: String, link: NotificationLink?,
        canBeUnsubscribed: Bool = true
    ) {
        self.subject = PlainText.cut(subject, to: Self.longestSubject)
        self.blocks = blocks
        self.details = details
        self.button = button
        self.link = link
        self.canBeUnsubscribed = canBeUnsubscribed
    }

    /// The text as it is, for the inbox, webhooks and Slack (whose own signs its channel escapes).
    public var body: String { blocks.map(\.text).joined(separator: "\n\n") }

    /// - Parameters:
    ///   - publicURL: where our own pages are, such as `https://flotilla.example`.
    ///   - unsubscribeURL: left out of messages about access, which cannot be unsubscribed from.
    public func mail(to reader: Reader, publicURL: String, unsubscribeURL: String?) -> MailText {
        let phrases = Phrases(language: reader.language)
        var blocks: [MailBlock] = [.block(.paragraph([phrases.greeting(reader.name)]))]
        blocks += self.blocks.map { .block($0) }
        if let link { blocks.append(.button(button, link.absolute(at: publicURL))) }
        return MailText(
            subject, blocks, phrases, publicURL: publicURL, unsubscribeURL: canBeUnsubscribed ? unsubscribeURL : nil)
    }
}
