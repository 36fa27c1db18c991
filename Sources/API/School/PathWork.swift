import Contracts
import Foundation
import Generations
import Jobs
import School

/// What is asked of models for a path: generations with their jobs, and what the path keeps of them.
struct PathWork: Sendable {
    private let path: PathSubject
    private let context: APIContext
    private let trace: TraceContext
    private(set) var generations: [NewGeneration] = []
    private(set) var records: [PathGeneration] = []

    /// What generations of a path are made of.
    struct PathSubject: Sendable {
        let tenant: UUID
        let professorID: UUID?
        let name: String
        let goals: [String]
        let level: String
        let language: String
        let documentIDs: [UUID]
        let steps: [PathStep]
    }

    init(_ path: PathSubject, _ context: APIContext, _ trace: TraceContext) {
        self.path = path
        self.context = context
        self.trace = trace
    }

    /// Asks again for what failed. Steps wait for documents that are prepared again.
    mutating func add(_ purpose: PathGeneration.Purpose, step number: Int? = nil) throws {
        let request: GenerationRequest
        var before: JobID?
        switch purpose {
        case .context: request = .context(ContextRequest(documentIDs: path.documentIDs))
        case .steps:
            before = records.first { $0.purpose == .context }?.jobID
            request = .learningPath(
                LearningPathRequest(
                    subject: path.name, level: path.level, goals: path.goals, steps: nil,
                    documentIDs: path.documentIDs, language: path.language))
        case .quiz:
            let step = path.steps.first { $0.number == number }
            request = .quiz(
                QuizRequest(
                    topic: step?.lesson ?? path.name, documentIDs: path.documentIDs, count: SchoolLimits.quizQuestions,
                    level: path.level, kinds: [.single, .multiple], language: path.language))
        }
        let new = try NewGeneration(
            id: context.minter.mint().uuid, tenant: path.tenant, userID: path.professorID, request: request,
            readerID: path.professorID, after: before, jobID: context.minter.mint(),
            provider: context.generations.providerName, trace: trace)
        generations.append(new)
        records.append(PathGeneration(id: new.id, purpose: purpose, step: number, jobID: new.job.id))
    }

    /// Requests that pupils learn of the path, in their languages.
    func notifications(of id: UUID, to students: [UUID], by professor: String?) throws -> [NewJob] {
        var data: [String: TemplateValue] = ["path": .text(path.name)]
        data["professor"] = professor.map { .text($0) }
        return try stride(from: 0, to: students.count, by: Self.recipientsAtOnce).map { start in
            let part = students[start..<min(start + Self.recipientsAtOnce, students.count)]
            let request = NotificationRequest(
                to: part.map { NotificationRecipient(userID: $0) }, template: "learning_path_created",
                data: data,
                link: "/#/learning-paths/\(id.uuidString.lowercased())")
            return NewJob(
                id: context.minter.mint(), tenant: path.tenant, definition: NotificationRequest.definition,
                payload: try request.encoded(), trace: trace)
        }
    }

    /// Two deliveries each are fewer than a result may bring along.
    private static let recipientsAtOnce = 400
}

extension PathWork.PathSubject {
    init(_ path: NewLearningPath) {
        self.init(
            tenant: path.tenant, professorID: path.professorID, name: path.name, goals: path.goals, level: path.level,
            language: path.language, documentIDs: path.documentIDs, steps: path.steps)
    }

    init(_ path: LearningPath, of tenant: UUID) {
        self.init(
            tenant: tenant, professorID: path.professorID, name: path.name, goals: path.goals, level: path.level,
            language: path.language, documentIDs: path.documentIDs, steps: path.steps)
    }
}

extension Lesson {
    /// - Parameter step: nil: the whole path is asked about.
    init(_ path: LearningPath, step number: Int?) {
        let steps = number.map { number in path.steps.filter { $0.number == number } } ?? path.steps
        var text = ""
        for step in steps {
            let lesson = step.lesson
            if text.utf8.count + lesson.utf8.count > Self.mostBytes, !text.isEmpty { break }
            text += text.isEmpty ? lesson : "\n\n" + lesson
        }
        self.init(text: text, discipline: path.agent?.discipline, instructions: path.agent?.instructions)
    }

    /// Steps that a model reads beside the passages.
    private static let mostBytes = 12_000
}
