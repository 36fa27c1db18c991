import Contracts
import Foundation
import Generations
import HTTPServer
import JSON
import Schemas
import StructuredOutput

/// The member `input` of a generation, by its type.
enum GenerationInputBody {
    static func request(_ type: GenerationType, _ json: JSONValue) throws(Problem) -> GenerationRequest {
        switch type {
        case .learningPath: .learningPath(try learningPath(json))
        case .context: .context(try context(json))
        case .answer: .answer(try answer(json))
        case .quiz: .quiz(try quiz(json))
        case .quizEvaluation: .quizEvaluation(try quizEvaluation(json))
        case .recommendation: .recommendation(try recommendation(json))
        }
    }

    private struct LearningPathMembers: FieldSet {
        let subject = Field.written("subject", atMost: 500)
        let level = Field.written("level", atMost: 200)
        let goals = Field.texts("goals", 1...20, atMost: 1000)
        let steps = Field.integer("steps", in: 1...30)
        let documentIDs = Field.ids("document_ids", 0...100)
        let language = Field<Language>.choice("language")
    }
    private static let learningPath = (fields: LearningPathMembers(), names: LearningPathMembers.names())

    private static func learningPath(_ json: JSONValue) throws(Problem) -> LearningPathRequest {
        let members = learningPath.fields
        var fields = try FieldReader(json, of: learningPath.names)
        let request = LearningPathRequest(
            subject: fields.require(members.subject) ?? "", level: fields.require(members.level) ?? "",
            goals: fields.require(members.goals) ?? [], steps: fields.read(members.steps),
            documentIDs: fields.read(members.documentIDs) ?? [],
            language: fields.require(members.language)?.rawValue ?? "")
        try fields.finish()
        return request
    }

    private struct ContextMembers: FieldSet {
        let documentIDs = Field.ids("document_ids", 1...100)
    }
    private static let context = (fields: ContextMembers(), names: ContextMembers.names())

    private static func context(_ json: JSONValue) throws(Problem) -> ContextRequest {
        var fields = try FieldReader(json, of: context.names)
        let request = ContextRequest(documentIDs: fields.require(context.fields.documentIDs) ?? [])
        try fields.finish()
        return request
    }

    private struct AnswerMembers: FieldSet {
        let question = Field.written("question", atMost: 8000)
        let documentIDs = Field.ids("document_ids", 1...100)
        let learningPathID = Field.uuid("learning_path_id")
        let allowed = Field<[AnswerRequest.Kind]>.choices("allowed", of: AnswerRequest.Kind.self)
        let language = Field<Language>.choice("language")
    }
    private static let answer = (fields: AnswerMembers(), names: AnswerMembers.names())

    private static func answer(_ json: JSONValue) throws(Problem) -> AnswerRequest {
        let members = answer.fields
        var fields = try FieldReader(json, of: answer.names)
        let documents = fields.read(members.documentIDs)
        let path = fields.read(members.learningPathID)
        if documents == nil, path == nil, fields.errors.isEmpty {
            fields.reject(members.documentIDs, "is required, or learning_path_id: what the answer may draw on")
        }
        if documents != nil, path != nil {
            fields.reject(members.learningPathID, "should not stand beside document_ids: name one of them")
        }
        let request = AnswerRequest(
            question: fields.require(members.question) ?? "", documentIDs: documents ?? [], learningPathID: path,
            allowed: fields.read(members.allowed) ?? [], language: fields.require(members.language)?.rawValue ?? "")
        try fields.finish()
        return request
    }

    private struct QuizMembers: FieldSet {
        let topic = Field.written("topic", atMost: 1000)
        let documentIDs = Field.ids("document_ids", 1...100)
        let count = Field.integer("count", in: 1...50)
        let level = Field.written("level", atMost: 200)
        let kinds = Field<[QuestionKind]>.choices("kinds", of: QuestionKind.self)
        let language = Field<Language>.choice("language")
    }
    private static let quiz = (fields: QuizMembers(), names: QuizMembers.names())

    private static func quiz(_ json: JSONValue) throws(Problem) -> QuizRequest {
        let members = quiz.fields
        var fields = try FieldReader(json, of: quiz.names)
        let (topic, documents) = (fields.read(members.topic), fields.read(members.documentIDs))
        if topic == nil, documents == nil, fields.errors.isEmpty {
            fields.reject(members.topic, "is required, or document_ids: what the questions are about")
        }
        let request = QuizRequest(
            topic: topic, documentIDs: documents ?? [], count: fields.require(members.count) ?? 1,
            level: fields.require(members.level) ?? "", kinds: fields.require(members.kinds) ?? [],
            language: fields.require(members.language)?.rawValue ?? "")
        try fields.finish()
        return request
    }

    private struct EvaluationMembers: FieldSet {
        let quizID = Field.uuid("quiz_id")
        let answers = Field(
            "answers", "a list of 1 to 50 answers",
            schema: .array(of: AnswerToQuestionMembers.schema(required: ["question"]), 1...50), \.arrayValue)
    }
    private struct AnswerToQuestionMembers: FieldSet {
        let question = Field.line("question", atMost: 100)
        let choices: Field<[Int]> = Field(
            "choices", "a list of at most 20 numbers of choices, from 0, each once",
            schema: .array(of: .integer(0...19), 0...20, isSet: true)
        ) { json in
            guard let list = json.arrayValue, list.count <= 20 else { return nil }
            let numbers = list.compactMap { $0.numberValue?.integer.flatMap { (0..<20).contains($0) ? $0 : nil } }
            return numbers.count == list.count && Set(numbers).count == numbers.count ? numbers : nil
        }
        let text = Field.written("text", atMost: 8000)
    }
    private static let evaluation = (fields: EvaluationMembers(), names: EvaluationMembers.names())
    private static let answerToQuestion = (
        fields: AnswerToQuestionMembers(), names: AnswerToQuestionMembers.names()
    )

    private static func quizEvaluation(_ json: JSONValue) throws(Problem) -> QuizEvaluationRequest {
        let (members, own) = (evaluation.fields, answerToQuestion.fields)
        var fields = try FieldReader(json, of: evaluation.names)
        let quiz = fields.require(members.quizID)
        _ = fields.require(members.answers)
        let answers = fields.list(members.answers, of: answerToQuestion.names, atMost: 50) { answer in
            let (choices, text) = (answer.read(own.choices), answer.read(own.text))
            if (choices == nil) == (text == nil), answer.errors.isEmpty {
                answer.reject(own.choices, "or text is required, and not both")
            }
            return QuizEvaluationRequest.Answer(
                question: answer.require(own.question) ?? "", choices: choices, text: text)
        }
        if Set(answers.map(\.question)).count != answers.count, fields.errors.isEmpty {
            fields.reject(members.answers, "should answer each question once")
        }
        if answers.isEmpty, fields.errors.isEmpty { fields.reject(members.answers, "should be 1 to 50 answers") }
        try fields.finish()
        guard let quiz else { throw Problem(.internalServerError) }
        return QuizEvaluationRequest(quizID: quiz, answers: answers)
    }

    private struct RecommendationMembers: FieldSet {
        let userID = Field.uuid("user_id")
        let limit = Field.integer("limit", in: 1...100)
        let level = Field.line("level", atMost: 200)
    }
    private static let recommendation = (fields: RecommendationMembers(), names: RecommendationMembers.names())

    private static func recommendation(_ json: JSONValue) throws(Problem) -> RecommendationRequest {
        var fields = try FieldReader(json, of: recommendation.names)
        let user = fields.require(recommendation.fields.userID)
        let limit = fields.read(recommendation.fields.limit) ?? 10
        let level = fields.read(recommendation.fields.level)
        try fields.finish()
        guard let user else { throw Problem(.internalServerError) }
        return RecommendationRequest(userID: user, limit: limit, level: level)
    }
}

extension GenerationInputBody {
    /// One of those, by the type.
    static var schema: Schema {
        .any(of: [
            LearningPathMembers.schema(required: ["subject", "level", "goals", "language"]),
            ContextMembers.schema(required: ["document_ids"]),
            AnswerMembers.schema(required: ["question", "language"]),
            QuizMembers.schema(required: ["count", "level", "kinds", "language"]),
            EvaluationMembers.schema(required: ["quiz_id", "answers"]),
            RecommendationMembers.schema(required: ["user_id"]),
        ])
    }
}
