/// What a mail server answered to a command.
public struct SMTPReply: Sendable, Hashable {
    /// Three digits, as RFC 5321, 4.2.1 has them: 2xx done, 4xx not now, 5xx never.
    public let code: Int
    /// Its lines joined, without the code, control characters and what exceeds `textBytes`.
    public let text: String

    static let textBytes = 1_000

    public init(code: Int, text: String) {
        self.code = code
        self.text = text
    }
}
