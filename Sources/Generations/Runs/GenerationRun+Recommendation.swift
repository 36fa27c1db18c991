import Foundation
import JSON
import Jobs
import Recommender

extension GenerationRun {
    /// From the tenant's model for those whom it knows, and by popularity for others; never what they have completed.
    func recommend(_ request: RecommendationRequest) async throws -> JobOutcome {
        let completed = try await store.completed(by: request.userID, of: report.tenant)
        let courses: [RecommendationOutput.Course]
        let modelID: UUID?
        if let (id, bytes) = try await store.publishedModel(of: report.tenant) {
            modelID = id
            courses = try TrainedModel(decoding: bytes).recommend(
                user: request.userID.uuidString, excluding: completed, limit: request.limit
            ).map { RecommendationOutput.Course(courseID: $0.item, score: $0.score, source: $0.source.rawValue) }
        } else {
            modelID = nil
            let popular = try await store.popularCourses(of: report.tenant, limit: request.limit + completed.count)
            courses = popular.filter { !completed.contains($0.course) }.prefix(request.limit).map {
                RecommendationOutput.Course(
                    courseID: $0.course, score: Double($0.people),
                    source: Recommendation.Source.popularity.rawValue)
            }
        }
        let output = RecommendationOutput(modelID: modelID, courses: courses)
        return try succeeded(
            GenerationResult(
                output: try JSONCoding.encode(output),
                model: courses.first?.source == Recommendation.Source.model.rawValue
                    ? ModelFigures.lightGCN : ModelFigures.popularity))
    }
}

/// The output of a generation of the type `recommendation`, the best first.
private struct RecommendationOutput: Encodable {
    struct Course: Encodable {
        let courseID: String
        let score: Double
        /// `model`, or `popularity` where the model knows nothing of the person.
        let source: String
    }

    /// nil: none is trained yet.
    let modelID: UUID?
    let courses: [Course]
}
