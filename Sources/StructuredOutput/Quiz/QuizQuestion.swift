/// A question of a quiz.
public struct QuizQuestion: Sendable, Hashable {
    public let id: String
    public let kind: QuestionKind
    public let question: String
    /// Empty for an open question.
    public let choices: [String]
    /// Numbers of the right choices, from 0, as they were given.
    public let correct: [Int]
    public let explanation: String?
    /// As the model was asked to grade it, such as `easy`.
    public let difficulty: String?
    /// What the question tests: marks are added up by it.
    public let skill: String?
    /// What a right answer to an open question must hold.
    public let rubric: String?

    public init(
        id: String, kind: QuestionKind, question: String, choices: [String] = [], correct: [Int] = [],
        explanation: String? = nil, difficulty: String? = nil, skill: String? = nil, rubric: String? = nil
    ) {
        (self.id, self.kind, self.question, self.choices, self.correct) = (id, kind, question, choices, correct)
        (self.explanation, self.difficulty, self.skill, self.rubric) = (explanation, difficulty, skill, rubric)
    }
}
