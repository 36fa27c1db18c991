/// What has come of an answer. Text appears as soon as it is decided to be text.
struct ChatRecord {
    private(set) var text = ""
    private(set) var refusal = ""
    private(set) var finish: String?
    private(set) var isComplete = false
    private(set) var hasProgress = false
    private var model: String?
    private var counts = ChatChunk.Counts()
    private var thinkingBytes = 0
    private var filter = ThinkingFilter()
    /// Of all text that came, thinking included.
    private var textBytes = 0
    private let promptEstimate: Int

    /// - Parameter prompt: what is sent, in bytes.
    init(promptBytes: Int) {
        promptEstimate = TokenUsage.estimate(bytes: promptBytes)
    }

    /// - Returns: the text to hand over, empty when there is none.
    mutating func take(_ chunk: ChatChunk) -> String {
        if let name = chunk.model, model == nil { model = String(name.prefix(200)) }
        thinkingBytes += chunk.thinkingBytes
        textBytes += chunk.text.utf8.count
        refusal += chunk.refusal
        finish = chunk.finish ?? finish
        counts.prompt = chunk.counts?.prompt ?? counts.prompt
        counts.cached = chunk.counts?.cached ?? counts.cached
        counts.completion = chunk.counts?.completion ?? counts.completion
        isComplete = isComplete || chunk.isLast
        hasProgress = hasProgress || chunk.isProgress
        guard !chunk.text.isEmpty else { return "" }
        let shown = filter.text(chunk.text)
        text += shown
        return shown
    }

    /// - Returns: the text that was held back.
    mutating func end() -> String {
        let held = filter.end()
        text += held
        return held
    }

    /// The provider's counts; ours, marked, where it gives none.
    var usage: TokenUsage {
        let prompt = counts.prompt ?? promptEstimate
        return TokenUsage(
            prompt: prompt, cached: min(counts.cached ?? 0, prompt),
            completion: counts.completion ?? TokenUsage.estimate(bytes: textBytes + thinkingBytes + refusal.utf8.count),
            isEstimated: counts.prompt == nil || counts.completion == nil)
    }

    func answer(asked: String, firstToken: Duration?, latency: Duration) -> ChatAnswer {
        ChatAnswer(
            text: text, model: model ?? asked, finish: meaning, usage: usage, firstToken: firstToken, latency: latency,
            isPromptTruncated: isPromptTruncated)
    }

    private var meaning: ChatAnswer.Finish {
        if !refusal.isEmpty { return .refused(refusal) }
        return switch finish {
        case "stop": .stop
        case "length": .length
        case "content_filter": .refused("content_filter")
        case let word?: .other(String(word.prefix(100)))
        case nil: .other("unstated")
        }
    }

    /// A token is rarely more than six bytes of text; at seven and a half, some of it was left out. Short prompts are never
    /// cut, and their counts vary more.
    private var isPromptTruncated: Bool {
        guard let counted = counts.prompt, promptEstimate > 512 else { return false }
        return counted < promptEstimate / 5 * 2
    }
}
