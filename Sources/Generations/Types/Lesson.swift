/// What a pupil is being taught when a question is asked, and how the professor wants it answered.
public struct Lesson: Sendable, Codable, Hashable {
    /// Of the step: title, objective and what is taught.
    public var text: String
    public var discipline: String?
    public var instructions: String?

    public init(text: String, discipline: String? = nil, instructions: String? = nil) {
        self.text = text
        self.discipline = discipline
        self.instructions = instructions
    }
}
