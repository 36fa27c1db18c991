import Contracts

/// A part of a mail.
enum MailBlock: Sendable, Hashable {
    case block(MessageBlock)
    /// A label, and where it leads.
    case button(String, String)
    /// One of several messages that are one mail: its subject, what it says, and where it leads.
    case item(subject: String, lines: [String], link: String?)

    func text(_ phrases: Phrases) -> String {
        switch self {
        case .block(let block): block.text
        case .button(let label, let address): phrases.colon(label, address)
        case .item(let subject, let lines, let link):
            (["• " + subject] + (lines + (link.map { [$0] } ?? [])).map { "  " + $0 }).joined(separator: "\n")
        }
    }

    var html: String {
        switch self {
        case .block(.paragraph(let lines)): "<p>" + lines.map(Markup.text).joined(separator: "<br>\n") + "</p>"
        case .block(.list(let lines)):
            "<ul>\n" + lines.map { "<li>" + Markup.text($0) + "</li>" }.joined(separator: "\n") + "\n</ul>"
        case .button(let label, let address):
            "<p>" + HTML.link(address, label, style: Self.buttonStyle) + "</p>"
        case .item(let subject, let lines, let link):
            "<p>" + ([Self.strong(subject, link)] + lines.map(Markup.text)).joined(separator: "<br>\n") + "</p>"
        }
    }

    private static let buttonStyle =
        "display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none"

    private static func strong(_ subject: String, _ link: String?) -> String {
        "<strong>" + (link.map { HTML.link($0, subject, style: "color:#1f5fbf") } ?? Markup.text(subject)) + "</strong>"
    }
}
