import Foundation
import JSON

@testable import School

enum Make {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let day: TimeInterval = 86_400

    static func past(_ score: Int?, onDay day: Double, step: Int = 1) -> PastSession {
        PastSession(step: step, endedAt: start + day * Self.day, score: score)
    }

    static func path(
        _ status: LearningPath.Status = .validated, steps: Int = 3, withQuiz: Bool = true
    ) -> LearningPath {
        var path = LearningPath(
            id: UUID(), professorID: UUID(), name: "Bridges", goals: ["arches"], level: "6e", language: "fr",
            allowed: [], agent: nil, documentIDs: [], status: status, students: 1, createdAt: start, validatedAt: nil,
            archivedAt: nil)
        path.steps = (1...steps).map {
            PathStep(number: $0, title: "Step \($0)", quiz: withQuiz ? .object(["questions": .array([])]) : nil)
        }
        return path
    }
}
