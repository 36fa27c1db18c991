import Cryptography
import Foundation
import JSON
import Jobs
import ModelProviders
import Postgres
import StructuredOutput

extension GenerationRun {
    /// Closed questions are marked by their right choices, open ones by the model with the rubric.
    func evaluate(_ request: QuizEvaluationRequest) async throws -> JobOutcome {
        guard let source = try await store.generation(request.quizID, of: report.tenant), source.type == .quiz,
            let output = source.output
        else { throw GenerationFailure("unknown_quiz", "The quiz \(request.quizID) is not there any more.") }
        let quiz = try Quiz(output)
        let answers = Dictionary(request.answers.map { ($0.question, $0) }) { first, _ in first }
        if let unknown = request.answers.first(where: { answer in !quiz.questions.contains { $0.id == answer.question }
        }) {
            throw GenerationFailure("unknown_question", "The quiz has no question \(unknown.question).")
        }
        let language = source.input["language"]?.stringValue ?? "en"
        var marked: [EvaluatedQuestion] = []
        var effects: [any Effect] = []
        var writer: String?
        for (index, question) in quiz.questions.enumerated() {
            try Task.checkCancellation()
            let evaluated: EvaluatedQuestion
            switch (question.kind, answers[question.id]) {
            case (_, nil): evaluated = EvaluatedQuestion(question, score: 0, isAnswered: false)
            case (.open, let answer?):
                guard let text = answer.text else {
                    throw GenerationFailure(
                        "wrong_answer_form", "The question \(question.id) is open: it is answered by text.")
                }
                let mark = try await openMark(of: text, to: question, in: request.quizID, language: language)
                evaluated = EvaluatedQuestion(
                    question, score: mark.score, isAnswered: true, confidence: mark.confidence, feedback: mark.feedback)
                effects += mark.effects
                writer = mark.model
            case (_, let answer?):
                guard let chosen = answer.choices, let mark = QuizMarking.mark(question, chosen: chosen) else {
                    throw GenerationFailure(
                        "wrong_answer_form", "The question \(question.id) is closed: it is answered by choices.")
                }
                evaluated = EvaluatedQuestion(question, score: mark.score, isAnswered: true)
            }
            marked.append(evaluated)
            report.progress(Double(index + 1) / Double(max(1, quiz.questions.count)) * 100, nil)
        }
        let marks = marked.map { QuizMark(score: $0.score, skill: $0.skill) }
        let evaluation = QuizEvaluation(
            quizID: request.quizID, score: QuizMarking.score(of: marks) ?? 0, questions: marked,
            skills: SkillMastery.of(marks).map {
                QuizEvaluation.Skill(skill: $0.skill, score: $0.score, count: $0.count)
            })
        return try succeeded(
            GenerationResult(
                output: try JSONCoding.encode(evaluation), model: writer ?? "rules",
                promptVersion: writer == nil ? nil : Prompts.openAnswer.version), effects: effects)
    }

    private struct OpenMark {
        let score: Double
        let confidence: Double
        let feedback: String
        let model: String
        var effects: [any Effect] = []
    }

    /// The same answer has the same mark: it is kept, and made with no chance in it.
    private func openMark(
        of answer: String, to question: QuizQuestion, in quiz: UUID, language: String
    ) async throws -> OpenMark {
        let name = try model().name
        let sum = SHA256.digest([name, Prompts.openAnswer.version, answer].joined(separator: "\u{0}"))
        if let row = try await store.mark(of: sum, question: question.id, quiz: quiz, tenant: report.tenant) {
            return OpenMark(score: row.score, confidence: row.confidence, feedback: row.feedback, model: name)
        }
        let form = try Forms.openMark()
        let mark = Passages.mark()
        let messages = [
            ChatMessage(
                .system, Prompts.openAnswer.filled(["language": Prompts.name(of: language), "schema": form.text])),
            ChatMessage(
                .user,
                Passages.data("question", question.question, mark: mark) + "\n"
                    + Passages.data("rubric", question.rubric ?? question.explanation ?? "", mark: mark)),
            ChatMessage(.user, Passages.data("answer", answer, mark: mark)),
        ]
        let (value, _) = try await structured(
            form, messages, mark: mark, prompt: Prompts.openAnswer, temperature: 0, seed: 1)
        let score = (value["score"]?.numberValue?.double ?? 0) / 100
        let confidence = (value["confidence"]?.numberValue?.double ?? 0) / 100
        let feedback = value["feedback"]?.stringValue ?? ""
        let keeping: Query = """
            insert into flotilla.answer_marks (tenant, quiz_id, question, sha256, score, confidence, feedback)
            values (\(report.tenant), \(quiz), \(question.id), \(sum), \(score), \(confidence), \(feedback))
            on conflict do nothing
            """
        return OpenMark(score: score, confidence: confidence, feedback: feedback, model: name, effects: [keeping])
    }
}

/// The output of a generation of the type `quiz_evaluation`.
private struct QuizEvaluation: Encodable {
    struct Skill: Encodable {
        let skill: String
        /// 0 to 1.
        let score: Double
        /// How many questions asked for it.
        let count: Int
    }

    let quizID: UUID
    /// 0 to 1, the mean of the questions' scores.
    let score: Double
    let questions: [EvaluatedQuestion]
    let skills: [Skill]
}

private struct EvaluatedQuestion: Encodable {
    let question: String
    let kind: String
    let answered: Bool
    let score: Double
    let skill: String?
    /// Of a closed one: the places of the right choices.
    let correct: [Int]?
    /// Of an open one: how sure the mark is.
    let confidence: Double?
    let feedback: String?

    init(
        _ question: QuizQuestion, score: Double, isAnswered: Bool, confidence: Double? = nil, feedback: String? = nil
    ) {
        self.question = question.id
        kind = question.kind.rawValue
        answered = isAnswered
        self.score = score
        skill = question.skill
        correct = question.kind == .open ? nil : question.correct
        self.confidence = confidence
        self.feedback = feedback ?? question.explanation
    }
}
