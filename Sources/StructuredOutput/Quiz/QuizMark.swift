/// The mark of one answer.
public struct QuizMark: Sendable, Hashable {
    /// From 0 to 1.
    public let score: Double
    /// nil for what was not asked for a skill.
    public let skill: String?

    public init(score: Double, skill: String?) {
        (self.score, self.skill) = (score, skill)
    }
}
