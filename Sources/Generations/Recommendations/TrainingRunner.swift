import Foundation
import JSON
public import Jobs
import Postgres
import Recommender
import Storage

/// Runs of `ai.training`.
public struct TrainingRunner: Sendable {
    /// Below the job's own limit, so that what was found until then can be judged.
    private static let limits = TrainingLimits(seconds: 420, bytes: 512 << 20)
    /// Tenants of one step of a schedule's firing.
    private static let page = 500

    private let store: GenerationStore
    private let minter = JobIDMinter()

    public init(store: GenerationStore) { self.store = store }

    public func run(_ payload: TrainingJob, of tenant: UUID, as job: JobID, trace: TraceContext) async throws
        -> JobOutcome
    {
        tenant == .zero ? try await giveJobs(trace) : try await train(tenant, job)
    }

    /// A schedule serves no tenant: each that has learned something new since gets a job.
    private func giveJobs(_ trace: TraceContext) async throws -> JobOutcome {
        var (beyond, given) = (UUID.zero, 0)
        while true {
            let tenants = try await store.tenantsToTrain(beyond: beyond, limit: Self.page)
            guard let last = tenants.last else { break }
            let payload = try TrainingJob().encoded()
            let jobs = tenants.map { tenant in
                var job = NewJob(
                    id: minter.mint(), tenant: tenant, definition: TrainingJob.definition, payload: payload,
                    trace: trace)
                // A training that waits learns the same.
                job.uniqueKey = "training"
                return job
            }
            _ = try await store.jobs.enqueue(jobs)
            given += jobs.count
            beyond = last
        }
        return .succeeded(try JobSuccess(["tenants": given]))
    }

    private func train(_ tenant: UUID, _ job: JobID) async throws -> JobOutcome {
        let records = try await store.interactions(of: tenant)
        guard records.count >= GenerationStore.fewestInteractions else {
            return .discarded(
                JobError(
                    code: "too_little_to_learn",
                    message:
                        "The account has \(records.count) interactions; \(GenerationStore.fewestInteractions) are needed. A job is for the "
                        + "account that asks for it unless POST /jobs names another one as tenant."
                ))
        }
        let interactions = records.map { record in
            Interaction(
                user: record.userID.uuidString, item: record.courseID,
                at: Int64(exactly: (record.at.timeIntervalSince1970 * 1_000_000).rounded()) ?? 0)
        }
        let result: TrainingResult
        do throws(TrainingError) {
            result = try Recommender.train(interactions, seed: 1, limits: Self.limits) { Task.isCancelled }
        } catch {
            if error == .cancelled { throw CancellationError() }
            return .discarded(JobError(code: "training_failed", message: error.description))
        }
        let figures = result.figures.map {
            RecommendationModel.Figures(name: $0.name, recall: $0.recall, ndcg: $0.ndcg)
        }
        let model = result.isPublished ? try result.model.encoded() : nil
        let id = minter.mint().uuid
        let insertion: Query = """
            insert into flotilla.recommendation_models
                (id, tenant, model, figures, published, reason, interactions, job_id)
            values (\(id), \(tenant), \(model), \(JSONText(try JSONCoding.encode(figures))), \(result.isPublished),
                \(result.reason), \(Int32(clamping: records.count)), \(job.uuid))
            """
        // One model is served: the others are kept without what they learned.
        let trimming: Query = """
            update flotilla.recommendation_models set model = null
            where tenant = \(tenant) and id < \(id) and model is not null and \(result.isPublished)
            """
        return .succeeded(
            try JobSuccess(["model_id": id.uuidString.lowercased()], effects: [insertion, trimming]))
    }
}
