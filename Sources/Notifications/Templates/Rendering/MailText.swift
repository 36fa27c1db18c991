import Contracts

/// What a mail says, as text and as HTML.
public struct MailText: Sendable, Hashable {
    public let subject: String
    public let text: String
    public let html: String
    /// For the header `List-Unsubscribe` (RFC 8058): the address that the text names.
    public let unsubscribeURL: String?

    init(_ subject: String, _ blocks: [MailBlock], _ phrases: Phrases, publicURL: String, unsubscribeURL: String?) {
        self.subject = subject
        self.unsubscribeURL = unsubscribeURL
        let sender = phrases.sender(NotificationLink.trimmed(publicURL))
        var footer = [sender]
        if let unsubscribeURL { footer.append(phrases.colon(phrases.unsubscribe, unsubscribeURL)) }
        text =
            (blocks.map { $0.text(phrases) } + ["-- \n" + footer.joined(separator: "\n")]).joined(separator: "\n\n")
            + "\n"
        let way = unsubscribeURL.map { "<br>\n" + HTML.link($0, phrases.unsubscribe, style: "color:#5b6472") } ?? ""
        html = """
            <!DOCTYPE html>
            <html lang="\(phrases.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Markup.text(subject))</title>
            </head>
            <body style="margin:0;padding:24px;background:#f4f5f7;color:#1d2430;font:16px/1.5 sans-serif">
            <div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px">
            \(blocks.map(\.html).joined(separator: "\n"))
            </div>
            <p style="max-width:560px;margin:16px auto 0;color:#5b6472;font-size:13px">\(Markup.text(sender))\(way)</p>
            </body>
            </html>

            """
    }
}
