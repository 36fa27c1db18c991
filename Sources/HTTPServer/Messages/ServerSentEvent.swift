/// One event of an event stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// Comes back as `Last-Event-ID` when the reader connects again.
    public var id: String?
    public var event: String?
    public var data: String
    /// After how many milliseconds the reader should connect again.
    public var retry: Int?

    public init(id: String? = nil, event: String? = nil, data: String, retry: Int? = nil) {
        self.id = id
        self.event = event
        self.data = data
        self.retry = retry
    }

    /// The event as sent. Line breaks in `data` make several `data` lines, in `id` and `event` they are dropped: they
    /// would start another field.
    public var encoded: [UInt8] {
        var text = ""
        if let id { text += "id: \(id.filter { !$0.isNewline && $0 != "\0" })\n" }
        if let event { text += "event: \(event.filter { !$0.isNewline })\n" }
        if let retry { text += "retry: \(retry)\n" }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: Self.isLineBreak) {
            text += "data: \(line)\n"
        }
        text += "\n"
        return Array(text.utf8)
    }

    private static func isLineBreak(_ character: Character) -> Bool {
        character == "\n" || character == "\r" || character == "\r\n"
    }
}
