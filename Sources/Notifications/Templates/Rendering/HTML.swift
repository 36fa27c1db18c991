import Contracts

/// Markup of mails.
enum HTML {
    /// - Parameter style: a constant.
    static func link(_ address: String, _ label: String, style: String) -> String {
        "<a href=\"\(Markup.text(address))\" style=\"\(style)\">\(Markup.text(label))</a>"
    }
}
