import Foundation
import JSON
import Jobs
import School

/// A learning path as its readers see it.
struct LearningPathView: Encodable, Sendable {
    let id: UUID
    let name: String
    let status: LearningPath.Status
    let professorID: UUID?
    let goals: [String]
    let level: String
    let language: String
    let allowed: [String]
    @OmittedWhenNil var agent: Agent?
    let documentIDs: [UUID]
    let students: Int
    @OmittedWhenNil var steps: [Step]?
    @OmittedWhenNil var studentProgress: [Student]?
    @OmittedWhenNil var jobs: [Work]?
    /// Of a pupil, in per cent.
    @OmittedWhenNil var progress: Int?
    let createdAt: Date
    let validatedAt: Date?
    let archivedAt: Date?

    private enum CodingKeys: String, CodingKey {
        case id, name, status, professorID, goals, level, language, allowed, agent
        case documentIDs = "document_ids"
        case students, steps, studentProgress, jobs, progress, createdAt, validatedAt, archivedAt
    }

    struct Agent: Encodable, Sendable {
        let discipline: String?
        let instructions: String?
    }

    struct Step: Encodable, Sendable {
        let number: Int
        let title: String
        let objective: String?
        let content: String?
        let minutes: Int?
        let hasQuiz: Bool
        /// With its right choices: not for pupils.
        @OmittedWhenNil var quiz: JSONValue?
    }

    struct Student: Encodable, Sendable {
        let userID: UUID
        let progress: Int
        let notifiedAt: Date?
    }

    /// Something that was asked of a model for the path.
    struct Work: Encodable, Sendable {
        let id: UUID
        let type: PathGeneration.Purpose
        @OmittedWhenNil var step: Int?
        let jobID: JobID
        let status: PathGeneration.Status
        let statusURL: Link
        let errorCode: String?
        let error: String?

        init(_ generation: PathGeneration) {
            id = generation.id
            type = generation.purpose
            step = generation.step
            jobID = generation.jobID
            status = generation.status
            statusURL = Link("/generations/\(generation.id.uuidString.lowercased())")
            errorCode = generation.errorCode
            error = generation.error
        }
    }

    /// - Parameter isWhole: with steps, jobs and pupils; not so in lists.
    init(_ path: LearningPath, for reader: SchoolReader, isWhole: Bool) {
        id = path.id
        name = path.name
        status = path.status
        professorID = path.professorID
        goals = path.goals
        level = path.level
        language = path.language
        allowed = path.allowed
        documentIDs = path.documentIDs
        students = path.students
        createdAt = path.createdAt
        validatedAt = path.validatedAt
        archivedAt = path.archivedAt
        var isPupil = false
        if case .student = reader { isPupil = true }
        if !isPupil {
            agent = path.agent.map { Agent(discipline: $0.discipline, instructions: $0.instructions) }
        }
        guard isWhole else { return }
        steps = path.steps.map { step in
            Step(
                number: step.number, title: step.title, objective: step.objective, content: step.content,
                minutes: step.minutes, hasQuiz: step.quiz != nil, quiz: isPupil ? nil : step.quiz)
        }
        if isPupil {
            progress = path.people.first?.progress
        } else {
            studentProgress = path.people.map {
                Student(userID: $0.id, progress: $0.progress, notifiedAt: $0.notifiedAt)
            }
            jobs = path.generations.map { Work($0) }
        }
    }

    /// What was accepted.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let status: LearningPath.Status
        let students: Int
        let jobs: [Work]
        let statusURL: Link

        init(_ id: UUID, _ status: LearningPath.Status, students: Int, _ generations: [PathGeneration]) {
            self.id = id
            self.status = status
            self.students = students
            jobs = generations.map { Work($0) }
            statusURL = Link("/learning-paths/\(id.uuidString.lowercased())")
        }
    }
}
