import JSON
import Testing

@testable import School

@Suite("Marks of a step's quiz") struct QuizResultTests {
    private static let quiz = """
        {"questions": [
            {"id": "1", "kind": "single", "question": "a", "choices": ["x", "y"], "correct": [1]},
            {"id": "2", "kind": "multiple", "question": "b", "choices": ["x", "y", "z", "w"], "correct": [0, 1]},
            {"id": "3", "kind": "single", "question": "c", "choices": ["x", "y"], "correct": [0]}]}
        """

    @Test("the score is the mean in per cent, and what was not answered counts 0") func score() throws {
        let quiz = try JSONValue(parsing: Array(Self.quiz.utf8))
        let result = try QuizResult(
            quiz, [QuizAnswer(question: "1", choices: [1]), QuizAnswer(question: "2", choices: [0])])
        #expect(result.score == 50)
        let marks = try #require(result.marks.arrayValue)
        #expect(marks.map { $0["score"]?.numberValue?.double } == [1, 0.5, 0])
        #expect(marks.map { $0["choices"] } == [.array([.integer(1)]), .array([.integer(0)]), .null])
        #expect(try QuizResult(quiz, []).score == 0)
    }

    @Test("an answer to no question of the quiz is named by its place") func unknown() throws {
        let quiz = try JSONValue(parsing: Array(Self.quiz.utf8))
        let answers = [QuizAnswer(question: "1", choices: [1]), QuizAnswer(question: "9", choices: [])]
        let error = #expect(throws: UnknownQuizQuestion.self) { try QuizResult(quiz, answers) }
        #expect(error?.index == 1)
    }
}
