/// A pupil's answer to a question of a step's quiz.
public struct QuizAnswer: Sendable, Hashable {
    /// The question's id in the quiz.
    public let question: String
    /// Places of choices, from 0.
    public let choices: [Int]

    public init(question: String, choices: [Int]) {
        self.question = question
        self.choices = choices
    }
}
