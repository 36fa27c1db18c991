import Foundation
import Postgres

extension GenerationStore {
    /// The mark that this answer to this question has been given.
    func mark(
        of sum: [UInt8], question: String, quiz: UUID, tenant: UUID
    ) async throws -> (score: Double, confidence: Double, feedback: String)? {
        try await database.query(
            """
            select score, confidence, feedback from flotilla.answer_marks
            where tenant = \(tenant) and quiz_id = \(quiz) and question = \(question) and sha256 = \(sum)
            """, of: tenant
        ).first.map { (try $0.decode("score"), try $0.decode("confidence"), try $0.decode("feedback")) }
    }
}
