import Contracts

/// A template in one language, as its file says it: lines `title:`, `subject:`, `button:` and `digest:`, a blank line, and
/// paragraphs with a blank line between them.
///
/// `{{name}}` is a variable. `{{name|one thing|# things}}` has a form for one and a form for many, `#` being the number; of a
/// choice a form for each. Whatever else stands there is text.
struct TemplateText: Sendable {
    let language: Language
    /// What such messages are, for preferences and the page of unsubscribing.
    let title: String
    let subject: TextLine
    /// What the link is called.
    let button: String
    /// The subject of several in one mail; nil where they never gather.
    let digest: TextLine?
    let paragraphs: [[TextLine]]

    /// The variables that are named.
    var names: Set<String> { Set(([subject] + paragraphs.joined()).flatMap(\.names)) }

    init(_ file: String, _ language: Language) {
        self.language = language
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        let top = lines.prefix { !$0.isEmpty }
        func header(_ name: String) -> String? {
            top.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
        func line(_ text: some StringProtocol) -> TextLine { TextLine(String(text), language) }
        title = header("title") ?? ""
        subject = line(header("subject") ?? "")
        button = header("button") ?? ""
        digest = header("digest").map { line("{{count|\($0)|\($0)}}") }
        paragraphs = lines.dropFirst(top.count).split { $0.isEmpty }.map { $0.map(line) }
    }
}
