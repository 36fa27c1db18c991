/// What a digest is made of: messages of one conversation that their reader was not given.
public struct UnreadMessages: Sendable {
    /// Who wrote them; nil: support.
    public let sender: String?
    public let count: Int
    /// Of the first.
    public let text: String
}
