public import Contracts

/// What a browser shows behind the link of a mail. To look changes nothing: programs that check links do that, too.
public enum UnsubscribePage: Sendable, Hashable {
    /// Asks for what a button then posts.
    case question(UnsubscribeToken)
    case done(UnsubscribeToken, UnsubscribeScope)
    /// The link is not whole.
    case invalid

    /// Beside those of every answer: nothing is loaded or run, the form posts to where it came from, and the address, which
    /// holds the token, goes to no other page.
    public static let headers = [
        (
            "Content-Security-Policy",
            "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"),
    ]

    /// - Parameter language: of the person, where it is known, or of the browser.
    public func html(in language: Language) -> String {
        let words = UnsubscribeWords(language: language)
        switch self {
        case .question(let token):
            let title = token.topic.flatMap { Templates.title(of: $0, in: language) }
            guard let title else {
                return Self.page(words, [words.askAll], buttons: [("all", words.all)])
            }
            return Self.page(words, [words.ask(title)], buttons: [("link", words.these), ("all", words.all)])
        case .done(let token, let scope):
            let title = scope == .all ? nil : token.topic.flatMap { Templates.title(of: $0, in: language) }
            let done = [title.map(words.done) ?? words.doneAll, words.exceptions]
            if case .user = token.person { return Self.page(words, done + [words.preferences]) }
            return Self.page(words, done)
        case .invalid: return Self.page(words, [words.invalid])
        }
    }

    private static func page(_ words: UnsubscribeWords, _ texts: [String], buttons: [(String, String)] = []) -> String {
        let form = buttons.map { value, label in
            "<p><button type=\"submit\" name=\"scope\" value=\"\(value)\">\(Markup.text(label))</button></p>\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Markup.text(words.title))</title>
            </head>
            <body>
            <main>
            <h1>\(Markup.text(words.title))</h1>
            \(texts.map { "<p>\(Markup.text($0))</p>" }.joined(separator: "\n"))
            \(form.isEmpty ? "" : "<form method=\"post\">\n\(form.joined())</form>\n")</main>
            </body>
            </html>

            """
    }
}
