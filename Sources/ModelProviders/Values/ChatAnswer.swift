/// What a model answered, whole.
public struct ChatAnswer: Sendable {
    public enum Finish: Sendable, Hashable {
        case stop
        /// Cut where `maxTokens` or the context ended.
        case length
        /// By the model or a filter of the provider, with its reason; final.
        case refused(String)
        /// In the provider's word; `unstated` where it gave none.
        case other(String)
    }

    /// Without the model's thinking.
    public var text: String
    /// As the answer names it, which need not be the one that was asked for.
    public var model: String
    public var finish: Finish
    public var usage: TokenUsage
    /// From the call to the first piece of text; nil when there was none.
    public var firstToken: Duration?
    public var latency: Duration
    /// The provider counts far fewer tokens in the prompt than it holds: the model did not see all of it.
    public var isPromptTruncated: Bool

    public init(
        text: String, model: String, finish: Finish, usage: TokenUsage, firstToken: Duration? = nil,
        latency: Duration = .zero, isPromptTruncated: Bool = false
    ) {
        self.text = text
        self.model = model
        self.finish = finish
        self.usage = usage
        self.firstToken = firstToken
        self.latency = latency
        self.isPromptTruncated = isPromptTruncated
    }
}
