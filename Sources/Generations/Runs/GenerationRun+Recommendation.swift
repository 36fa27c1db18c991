import Foundation
import JSON
import Jobs
import Recommender

extension GenerationRun {
    /// From the tenant's model for those whom it knows, and for others by popularity within their level; never what they have
    /// completed.
    func recommend(_ request: RecommendationRequest) async throws -> JobOutcome {
        let completed = try await store.completed(by: request.userID, of: report.tenant)
        let published = try await store.publishedModel(of: report.tenant)
        let model = try published.map { try TrainedModel(decoding: $0.bytes) }
        let user = request.userID.uuidString
        if let model, model.knows(user) {
            let courses = model.recommend(user: user, excluding: completed, limit: request.limit).map {
                RecommendationOutput.Course(courseID: $0.item, score: $0.score, source: $0.source.rawValue)
            }
            return try recommended(courses, by: published?.id, level: nil)
        }
        var level = request.level
        if level == nil { level = try await store.level(of: request.userID, tenant: report.tenant) }
        var courses = try await popular(request, without: completed, level: level)
        // A level that no course has says nothing.
        if courses.isEmpty, level != nil {
            level = nil
            courses = try await popular(request, without: completed, level: nil)
        }
        return try recommended(courses, by: published?.id, level: level)
    }

    private func popular(
        _ request: RecommendationRequest, without completed: Set<String>, level: String?
    ) async throws -> [RecommendationOutput.Course] {
        let popular = try await store.popularCourses(
            of: report.tenant, level: level, limit: request.limit + completed.count)
        return popular.filter { !completed.contains($0.course) }.prefix(request.limit).map {
            RecommendationOutput.Course(
                courseID: $0.course, score: Double($0.people), source: Recommendation.Source.popularity.rawValue)
        }
    }

    private func recommended(
        _ courses: [RecommendationOutput.Course], by model: UUID?, level: String?
    ) throws -> JobOutcome {
        let output = RecommendationOutput(modelID: model, level: level, courses: courses)
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
    /// Within which the popular ones were chosen; nil: within none.
    let level: String?
    let courses: [Course]
}
