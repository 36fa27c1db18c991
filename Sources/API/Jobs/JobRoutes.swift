import Accounts
import Fleet
import Foundation
import HTTPServer
import JSON
import Jobs
import Storage

/// `POST /jobs`, `POST /jobs/batch`, `GET /jobs`, `GET` and `DELETE /jobs/{id}`, its `/related`,
/// `POST /jobs/{id}/retry`.
struct JobRoutes: APIModule {
    let context: APIContext
    private let cache = AnswerCache()

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/jobs", for: .operators, isAudited: false,
            APIOperation("enqueueJob", "Enqueues a job").noting(
                "202 follows the commit of its row. 200 with the job that holds the unique key."
            ).body(JobBody.schema, example: JobBody.example).answers(JobReference.self, .ok, .accepted), create)
        router.post(
            "/jobs/batch", for: .operators, isAudited: false,
            APIOperation("enqueueJobs", "Enqueues many jobs, all or none").body(
                JobListBody.schema, example: JobListBody.example
            ).answers(JobListView.self, .accepted), createBatch)
        router.get(
            "/jobs", for: .readers,
            APIOperation("listJobs", "Jobs, the newest first").noting(
                "`payload.a.b=` asks for members of payloads; a page then says how many jobs it looked at."
            ).query(JobListQuery.Parameters.self).page(as: SearchedPage<JobView>.self, isTable: true)
                .parameter(.noneMatch).tagged(), list)
        router.get(
            "/jobs/{id}", for: .readers,
            APIOperation("getJob", "A job: its progress, its result, and why it is not done").parameter(.wait).answers(
                WholeJobView.self), show)
        router.get(
            "/jobs/{id}/related", for: .readers,
            APIOperation("getRelatedJobs", "What a job follows and what follows it").answers(RelatedView.self), related)
        router.delete(
            "/jobs/{id}", for: .writers,
            APIOperation("cancelJob", "Cancels a job").answers(JobView.self, .ok, .accepted).refuses(.conflict), cancel)
        router.post(
            "/jobs/{id}/retry", for: .operators,
            APIOperation("retryJob", "Retries a failed or cancelled job").body(RetryBody.schema, required: false)
                .answers(JobReference.self, .accepted), retry)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let json = try call.request.document()
        let body = try JobBody(json, kinds: try await context.kinds.all(for: [json]))
        let job = body.job(id: context.minter.mint(), principal: call.principal, trace: call.request.trace)
        return try await accept([job], for: call) { references in
            guard let reference = references.first else { throw Problem.notFound() }
            return try call.answer(
                reference, reference.id == "\(job.id)" ? .accepted : .ok, location: reference.statusURL)
        }
    }

    @Sendable private func createBatch(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let body = try JobListBody(try request.document())
        let kinds = try await context.kinds.all(for: body.descriptions)
        let bodies = try body.jobs(kinds)
        let batchBody = try body.batch(kinds)
        let errors = batchBody?.objections(to: bodies, principal: principal) ?? []
        guard errors.isEmpty else { throw Problem.invalid(errors) }
        let id = context.minter.mint().uuid
        var ids: [JobID] = []
        let jobs = bodies.map { body in
            var job = body.job(
                id: context.minter.mint(), principal: principal, trace: request.trace, earlier: ids)
            ids.append(job.id)
            if let batchBody {
                job.tenant = batchBody.owner(principal)
                job.batch = id
            }
            return job
        }
        let batch = batchBody?.batch(
            id: id, callback: context.minter.mint(), principal: principal, trace: request.trace)
        return try await accept(jobs, making: batch, isList: true, for: call) { references in
            try call.answer(
                JobListView(references, batch), .accepted, location: batch.map { Link(toBatch: $0.id) })
        }
    }

    /// Commits all of the jobs or none. The references are in the order given; for a job whose unique key another one
    /// holds it is that job's.
    private func accept(
        _ jobs: [NewJob], making batch: NewBatch? = nil, isList: Bool = false, for call: Call,
        answer: ([JobReference]) throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        let all = jobs + (batch?.callback.map { [$0] } ?? [])
        do {
            return try await context.accepting(all, operators: call.principal.tenant, for: call) { existing in
                if existing.isEmpty { return try answer(jobs.map { JobReference($0) }) }
                var references: [JobReference] = []
                for job in jobs { references.append(try await reference(job, existing[job.id])) }
                return try answer(references)
            } commit: { recorded in
                try await context.store.enqueue(jobs, recording: recorded, making: batch)
            }
        } catch let error as UnknownParents {
            throw error.problem(for: jobs, isList: isList)
        } catch is BatchClosed {
            throw Problem(
                .unprocessableContent,
                detail: "A batch that a job should join does not exist, is finished or was cancelled.")
        }
    }

    private func reference(_ job: NewJob, _ existing: JobID?) async throws -> JobReference {
        guard let existing else { return JobReference(job) }
        let record = try await context.store.job(existing, for: .tenant(job.tenant))
        return JobReference(id: existing, kind: job.kind, status: record?.status ?? .queued)
    }

    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let (id, scope) = (JobID(try call.request.pathID()), call.principal.scope)
        if !call.principal.seesEverybody, let job = try await context.store.job(id, for: scope),
            Domains.operated.contains(job.kind)
        {
            throw Problem(
                .forbidden, detail: "A job of the kind \(job.kind) is cancelled by operators alone: ask one of them.")
        }
        guard let result = try await context.store.cancel(id, for: scope) else { throw Problem.notFound() }
        guard result.wasOpen else {
            throw Problem(.conflict, detail: "The job is \(result.status.rawValue) already.")
        }
        guard let job = try await context.store.job(id, for: scope) else { throw Problem.notFound() }
        return try call.answer(JobView(job), result.status == .cancelled ? .ok : .accepted)
    }

    @Sendable private func retry(_ call: Call) async throws -> HTTPResponse {
        let (id, scope) = (JobID(try call.request.pathID()), call.principal.scope)
        guard let job = try await context.store.job(id, for: scope) else { throw Problem.notFound() }
        let body = try RetryBody(call.request, of: job.kind)
        let reference = JobReference(id: id, kind: job.kind, status: .queued)
        let answer = try call.answer(reference, .accepted, location: reference.statusURL)
        do {
            return try await context.recording(answer, for: call) { recorded in
                guard
                    let offer = try await context.store.retry(
                        id, for: scope, with: body.payload, recording: recorded)
                else {
                    throw Problem(
                        .conflict,
                        detail: "The job is \(job.status.rawValue); only a failed or cancelled one can be retried.")
                }
                context.offers.push([offer])
                return nil
            }
        } catch is UniqueKeyTaken {
            throw Problem(.conflict, detail: "Another job holds the unique key by now.")
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let filter = try JobListQuery.filter(request, for: principal)
        let limit = try request.limit()
        let cursor = try request.cursorID().map { JobID($0) }
        let build: @Sendable () async throws -> any Encodable & Sendable = {
            let page = try await context.lists.read(by: principal) {
                try await context.lists.jobs.page(filter, before: cursor, limit: limit, for: principal.scope)
            }
            let items = Page(page.jobs.map(JobView.listed), next: page.next?.uuid)
            return SearchedPage(items, examined: page.examined)
        }
        if let shared = try await call.shared(from: cache, build) { return shared }
        return try call.answerList(try await build())
    }

    @Sendable private func related(_ call: Call) async throws -> HTTPResponse {
        let (id, scope) = (JobID(try call.request.pathID()), call.principal.scope)
        guard let job = try await context.store.job(id, for: scope) else { throw Problem.notFound() }
        let (follows, followedBy) = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.related(to: id, for: scope)
        }
        return try call.answer(RelatedView(follows, followedBy, batch: job.batch))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, scope) = (call.request, call.principal.scope)
        let id = JobID(try request.pathID())
        guard var job = try await context.store.job(id, for: scope) else { throw Problem.notFound() }
        let wait = request.preferredWait()
        if let wait, !job.status.isSettled {
            try await request.wait { await context.watch.wait(for: id, atMost: wait) }
            job = try await context.store.job(id, for: scope) ?? job
        }
        let reported = await context.progress(of: job)
        let why = try await context.explainer.why(job)
        guard let details = try await context.store.details(of: id, for: scope) else { throw Problem.notFound() }
        let view = JobView(job, reported: reported, why: why)
        var answer = try call.answer(WholeJobView(view, details, for: call.principal))
        answer.headers["Preference-Applied"] = wait.map { "wait=\($0.components.seconds)" }
        return answer
    }
}
