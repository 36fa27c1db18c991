public import JSON
import StructuredOutput

/// The marks of a step's quiz, which has closed questions alone: no model is asked, and the same answers have the same score.
public struct QuizResult: Sendable, Hashable {
    /// The mean, in per cent; a question without an answer counts 0.
    public let score: Int
    /// `[{question, choices, score}]`, a score from 0 to 1.
    public let marks: JSONValue

    /// - Parameter quiz: the output of a generation of the type `quiz`.
    /// - Throws: `SchemaViolation` for a quiz of another form; `UnknownQuizQuestion`.
    public init(_ quiz: JSONValue, _ answers: [QuizAnswer]) throws {
        let questions = try Quiz(quiz).questions
        if let index = answers.firstIndex(where: { answer in !questions.contains { $0.id == answer.question } }) {
            throw UnknownQuizQuestion(index: index)
        }
        let chosen = Dictionary(answers.map { ($0.question, $0.choices) }) { first, _ in first }
        var marks: [QuizMark] = []
        var list: [JSONValue] = []
        for question in questions {
            let choices = chosen[question.id]
            let mark =
                choices.flatMap { QuizMarking.mark(question, chosen: $0) } ?? QuizMark(score: 0, skill: question.skill)
            marks.append(mark)
            list.append(
                .object([
                    "question": .string(question.id),
                    "choices": choices.map { .array($0.map { .integer($0) }) } ?? .null,
                    "score": JSONNumber(mark.score).map { .number($0) } ?? .null,
                ]))
        }
        score = Int(((QuizMarking.score(of: marks) ?? 0) * 100).rounded())
        self.marks = .array(list)
    }
}
