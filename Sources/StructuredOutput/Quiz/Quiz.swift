public import JSON

/// The questions of a quiz, as a model writes them:
/// `{"questions": [{"id", "kind", "question", "choices": [], "correct": [], "explanation", "difficulty", "skill", "rubric"}]}`.
public struct Quiz: Sendable, Hashable {
    public let questions: [QuizQuestion]

    public init(_ questions: [QuizQuestion]) { self.questions = questions }

    /// - Parameter value: that fits a schema of this shape; an `id` that is missing is the question's number, from 1.
    /// - Throws: the first place that does not fit.
    public init(_ value: JSONValue) throws(SchemaViolation) {
        guard let elements = value["questions"]?.arrayValue else {
            throw SchemaViolation(pointer: "/questions", message: "must be a list")
        }
        var questions: [QuizQuestion] = []
        for (index, element) in elements.enumerated() {
            questions.append(
                try Self.question(element, number: index + 1, JSONPointer().member("questions").element(index)))
        }
        self.questions = questions
    }

    private static func question(
        _ value: JSONValue, number: Int, _ place: JSONPointer
    ) throws(SchemaViolation) -> QuizQuestion {
        func violation(_ name: String, _ message: String) -> SchemaViolation {
            SchemaViolation(pointer: place.member(name).text, message: message)
        }
        guard let kind = value["kind"]?.stringValue.flatMap(QuestionKind.init) else {
            throw violation("kind", "must be single, multiple or open")
        }
        guard let question = value["question"]?.stringValue else { throw violation("question", "must be a string") }
        let choices = value["choices"]?.arrayValue ?? []
        let correct = value["correct"]?.arrayValue ?? []
        let texts = choices.compactMap(\.stringValue)
        let indices = correct.compactMap { $0.numberValue?.integer }
        guard texts.count == choices.count else { throw violation("choices", "must be strings") }
        guard indices.count == correct.count else { throw violation("correct", "must be numbers of choices, from 0") }
        return QuizQuestion(
            id: value["id"]?.stringValue ?? String(number), kind: kind, question: question, choices: texts,
            correct: indices, explanation: value["explanation"]?.stringValue,
            difficulty: value["difficulty"]?.stringValue, skill: value["skill"]?.stringValue,
            rubric: value["rubric"]?.stringValue)
    }
}
