public import Foundation
import JSON
public import StructuredOutput

/// What is asked for, by its type.
public enum GenerationRequest: Sendable {
    case learningPath(LearningPathRequest)
    case context(ContextRequest)
    case answer(AnswerRequest)
    case quiz(QuizRequest)
    case quizEvaluation(QuizEvaluationRequest)
    case recommendation(RecommendationRequest)

    public var type: GenerationType {
        switch self {
        case .learningPath: .learningPath
        case .context: .context
        case .answer: .answer
        case .quiz: .quiz
        case .quizEvaluation: .quizEvaluation
        case .recommendation: .recommendation
        }
    }

    /// The documents that it names.
    public var documentIDs: [UUID] {
        switch self {
        case .learningPath(let request): request.documentIDs
        case .context(let request): request.documentIDs
        case .answer(let request): request.documentIDs
        case .quiz(let request): request.documentIDs
        case .quizEvaluation, .recommendation: []
        }
    }
}

/// From a subject and goals to ordered steps.
public struct LearningPathRequest: Sendable, Codable {
    public var subject: String
    public var level: String
    public var goals: [String]
    /// nil: as many as it takes.
    public var steps: Int?
    public var documentIDs: [UUID]
    /// `fr` or `en`.
    public var language: String

    public init(subject: String, level: String, goals: [String], steps: Int?, documentIDs: [UUID], language: String) {
        self.subject = subject
        self.level = level
        self.goals = goals
        self.steps = steps
        self.documentIDs = documentIDs
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case subject, level, goals, steps, language
        case documentIDs = "document_ids"
    }
}

/// Prepares documents again, such as with another embedding model.
public struct ContextRequest: Sendable, Codable {
    public var documentIDs: [UUID]

    public init(documentIDs: [UUID]) { self.documentIDs = documentIDs }

    private enum CodingKeys: String, CodingKey {
        case documentIDs = "document_ids"
    }
}

/// A question, answered out of documents.
public struct AnswerRequest: Sendable, Codable {
    /// What an answer may be.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case explanation, hint, example, solution
    }

    public var question: String
    public var documentIDs: [UUID]
    public var learningPathID: UUID?
    /// Empty: all of them.
    public var allowed: [Kind]
    public var language: String
    /// Of a revision session.
    public var lesson: Lesson?

    public init(
        question: String, documentIDs: [UUID], learningPathID: UUID?, allowed: [Kind], language: String,
        lesson: Lesson? = nil
    ) {
        self.question = question
        self.documentIDs = documentIDs
        self.learningPathID = learningPathID
        self.allowed = allowed
        self.language = language
        self.lesson = lesson
    }

    private enum CodingKeys: String, CodingKey {
        case question, allowed, language, lesson
        case documentIDs = "document_ids"
        case learningPathID = "learning_path_id"
    }
}

/// Questions with their right answers.
public struct QuizRequest: Sendable, Codable {
    public var topic: String?
    public var documentIDs: [UUID]
    public var count: Int
    public var level: String
    public var kinds: [QuestionKind]
    public var language: String

    public init(
        topic: String?, documentIDs: [UUID], count: Int, level: String, kinds: [QuestionKind], language: String
    ) {
        self.topic = topic
        self.documentIDs = documentIDs
        self.count = count
        self.level = level
        self.kinds = kinds
        self.language = language
    }

    private enum CodingKeys: String, CodingKey {
        case topic, count, level, kinds, language
        case documentIDs = "document_ids"
    }
}

/// Answers to a quiz, to be marked.
public struct QuizEvaluationRequest: Sendable, Codable {
    public struct Answer: Sendable, Codable {
        /// The question's id in the quiz.
        public var question: String
        /// Of a closed one: indices of choices, from 0.
        public var choices: [Int]?
        /// Of an open one.
        public var text: String?

        public init(question: String, choices: [Int]?, text: String?) {
            self.question = question
            self.choices = choices
            self.text = text
        }
    }

    /// A generation of the type `quiz`.
    public var quizID: UUID
    public var answers: [Answer]

    public init(quizID: UUID, answers: [Answer]) {
        self.quizID = quizID
        self.answers = answers
    }

    private enum CodingKeys: String, CodingKey {
        case answers
        case quizID = "quiz_id"
    }
}

/// Which course next.
public struct RecommendationRequest: Sendable, Codable {
    public var userID: UUID
    public var limit: Int
    /// Of the person, in the words of the courses' levels; nil: that of most of the courses that the person took up.
    public var level: String?

    public init(userID: UUID, limit: Int, level: String? = nil) {
        self.userID = userID
        self.limit = limit
        self.level = level
    }

    private enum CodingKeys: String, CodingKey {
        case limit, level
        case userID = "user_id"
    }
}

extension GenerationRequest {
    /// As it is stored, and as callers sent it.
    func encoded() throws -> [UInt8] {
        switch self {
        case .learningPath(let request): try JSONCoding.encode(request)
        case .context(let request): try JSONCoding.encode(request)
        case .answer(let request): try JSONCoding.encode(request)
        case .quiz(let request): try JSONCoding.encode(request)
        case .quizEvaluation(let request): try JSONCoding.encode(request)
        case .recommendation(let request): try JSONCoding.encode(request)
        }
    }

    /// - Throws: `DecodingError` for what another version stored.
    init(_ type: GenerationType, _ input: JSONValue) throws {
        switch type {
        case .learningPath: self = .learningPath(try input.decoded())
        case .context: self = .context(try input.decoded())
        case .answer: self = .answer(try input.decoded())
        case .quiz: self = .quiz(try input.decoded())
        case .quizEvaluation: self = .quizEvaluation(try input.decoded())
        case .recommendation: self = .recommendation(try input.decoded())
        }
    }
}

extension QuestionKind: Codable {}
