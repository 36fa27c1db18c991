public import JSON

/// A step of a learning path.
public struct PathStep: Sendable, Hashable {
    /// From 1.
    public var number: Int
    public var title: String
    public var objective: String?
    public var content: String?
    public var minutes: Int?
    /// The output of its quiz's generation; nil: none yet.
    public var quiz: JSONValue?

    public init(
        number: Int, title: String, objective: String? = nil, content: String? = nil, minutes: Int? = nil,
        quiz: JSONValue? = nil
    ) {
        self.number = number
        self.title = title
        self.objective = objective
        self.content = content
        self.minutes = minutes
        self.quiz = quiz
    }

    /// What is taught, for a model to read.
    public var lesson: String { [title, objective, content].compactMap(\.self).joined(separator: "\n") }
}
