/// A message for a Slack channel; all of it is shown literally.
public struct SlackMessage: Sendable, Hashable {
    /// Slack's limits (Block Kit, "Header block", "Section block", "chat.postMessage"), in characters.
    static let longestHeader = 150
    static let longestSection = 3_000
    static let longestText = 40_000

    public var title: String
    public var body: String
    /// An `http` or `https` URL; another one is left out.
    public var link: String?

    public init(title: String, body: String, link: String? = nil) {
        self.title = title
        self.body = body
        self.link = link
    }

    /// What notifications and readers without blocks show.
    var text: String {
        SlackText.escaped([title, body].filter { !$0.isEmpty }.joined(separator: "\n"), longest: Self.longestText)
    }

    var blocks: [SlackBlock] {
        var blocks: [SlackBlock] = []
        let header = SlackText.escaped(title, longest: Self.longestHeader)
        if !header.isEmpty { blocks.append(SlackBlock(type: "header", text: .init(type: "plain_text", text: header))) }
        let section = SlackText.escaped(body, longest: Self.longestSection)
        if !section.isEmpty { blocks.append(SlackBlock(type: "section", text: .init(type: "mrkdwn", text: section))) }
        if let link = shownLink { blocks.append(SlackBlock(type: "section", text: .init(type: "mrkdwn", text: link))) }
        return blocks
    }

    /// Between the signs that make it a link; nil for what could end it early or is none.
    private var shownLink: String? {
        guard let link, link.hasPrefix("https://") || link.hasPrefix("http://"),
            link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>|".utf8.contains($0) })
        else { return nil }
        let escaped = "<\(link.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;"))>"
        return escaped.utf8.count <= Self.longestSection ? escaped : nil
    }
}

/// A block that holds text (Block Kit).
struct SlackBlock: Encodable, Hashable {
    struct Text: Encodable, Hashable {
        var type: String
        var text: String
    }

    var type: String
    var text: Text
}

/// A message as Slack takes it.
struct SlackPost: Encodable {
    /// Nil for an incoming webhook, which has one.
    var channel: String?
    var text: String
    var blocks: [SlackBlock]
    /// Links are not fetched by Slack: they are for who reads them.
    let unfurlsLinks = false
    let unfurlsMedia = false

    private enum CodingKeys: String, CodingKey {
        case channel, text, blocks
        case unfurlsLinks = "unfurl_links"
        case unfurlsMedia = "unfurl_media"
    }
}
