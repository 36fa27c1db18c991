public import Accounts

/// A message without a template: a subject and a body, in the language of who wrote it.
public struct PlainMessage: Sendable, Hashable {
    public let subject: String
    /// Paragraphs with blank lines between them.
    public let body: String

    public static let longestBody = 10_000

    /// - Throws: everything that is wrong, as `/subject` and `/body`.
    public init(subject: String, body: String) throws(InvalidRequest) {
        var problems: [InvalidRequest.Problem] = []
        func reject(_ pointer: String, _ limit: Int) {
            problems.append(
                InvalidRequest.Problem(
                    pointer: pointer, message: "should be \(VariableKind.text(atMost: limit).expected)"))
        }
        let longest = RenderedMessage.longestSubject
        if subject.unicodeScalars.count > longest || PlainText.line(subject).isEmpty { reject("/subject", longest) }
        if body.unicodeScalars.count > Self.longestBody || PlainText.line(body).isEmpty {
            reject("/body", Self.longestBody)
        }
        guard problems.isEmpty else { throw InvalidRequest(problems: problems) }
        self.subject = subject
        self.body = body
    }

    public func render(link: NotificationLink?, for reader: Reader) -> RenderedMessage {
        RenderedMessage(
            subject: PlainText.line(subject), blocks: PlainText.paragraphs(body).map { .paragraph($0) },
            button: Phrases(language: reader.language).open, link: link)
    }
}
