import Accounts
import Foundation
import HTTPServer
import Jobs
import Storage

/// `POST /jobs`, `POST /jobs/batch`, `GET /jobs`, `GET` and `DELETE /jobs/{id}`, `POST /jobs/{id}/retry`.
struct JobRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.post("/jobs", for: .operators, isAudited: false, create)
        router.post("/jobs/batch", for: .operators, isAudited: false, createBatch)
        router.get("/jobs", for: .readers, list)
        router.get("/jobs/{id}", for: .readers, show)
        router.delete("/jobs/{id}", for: .writers, cancel)
        router.post("/jobs/{id}/retry", for: .operators, retry)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let json = try request.document()
        let body = try JobBody(json, kinds: try await context.kinds.all(for: [json]))
        let job = body.job(id: context.minter.mint(), principal: principal, trace: request.trace)
        return try await accept([job], for: call) { views in
            let isNew = views[0]["id"] == .string("\(job.id)")
            return JSONValue.object(views[0]).response(
                isNew ? .accepted : .ok, headers: ["Location": views[0]["status_url"]?.stringValue ?? ""])
        }
    }

    @Sendable private func createBatch(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let json = try request.document()
        let isNamed = json["batch"].map { $0 != .null } ?? false
        let list = try JobBody.list(json, fewest: isNamed ? 0 : 1)
        let callback = json["batch"]?["callback"].map { [$0] } ?? []
        let kinds = try await context.kinds.all(for: list + callback)
        let bodies = try JobBody.batch(list, kinds: kinds)
        let batchBody = try BatchBody(json, kinds: kinds)
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
        return try await accept(jobs, making: batch, isList: true, for: call) { views in
            var answer: JSONObject = ["jobs": .array(views.map { .object($0) })]
            if let batch {
                answer["batch_id"] = .uuid(batch.id)
                answer["batch_url"] = .string(BatchView.path(of: batch.id))
                answer["callback_job_id"] = .text(batch.callback.map { "\($0.id)" })
            }
            return JSONValue.object(answer).response(
                .accepted, headers: batch.map { ["Location": BatchView.path(of: $0.id)] } ?? [:])
        }
    }

    /// Commits all of the jobs or none, with the answer that a repetition gets. The views are in the order given; for
    /// a job whose unique key another one holds it is that job's.
    private func accept(
        _ jobs: [NewJob], making batch: NewBatch? = nil, isList: Bool = false, for call: Call,
        answer: ([JSONObject]) -> HTTPResponse
    ) async throws -> HTTPResponse {
        let foreseen = answer(jobs.map(JobView.accepted))
        let recorded = IdempotencyRecord(foreseen, for: call.key)
        let all = jobs + (batch?.callback.map { [$0] } ?? [])
        let existing: [JobID: JobID]
        do {
            existing = try await context.admitting(all, operators: call.principal.tenant) {
                try await context.store.enqueue(jobs, recording: recorded, making: batch)
            }
        } catch let error as UnknownParents {
            throw error.problem(for: jobs, isList: isList)
        } catch is BatchClosed {
            throw Problem(
                .unprocessableContent,
                detail: "A batch that a job should join does not exist, is finished or was cancelled.")
        }
        if existing.isEmpty { return foreseen }
        var views: [JSONObject] = []
        for job in jobs {
            guard let id = existing[job.id] else {
                views.append(JobView.accepted(job))
                continue
            }
            let record = try await context.store.job(id, for: .tenant(job.tenant))
            views.append(JobView.reference(id: id, kind: job.kind, status: record?.status ?? .queued))
        }
        let actual = answer(views)
        return try await context.corrected(actual, for: call.key)
    }

    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let id = JobID(try request.pathID())
        guard let result = try await context.store.cancel(id, for: principal.scope) else {
            throw Problem.notFound()
        }
        guard result.wasOpen else {
            throw Problem(.conflict, detail: "The job is \(result.status.rawValue) already.")
        }
        guard let job = try await context.store.job(id, for: principal.scope) else { throw Problem.notFound() }
        return JobView.full(job).response(result.status == .cancelled ? .ok : .accepted)
    }

    @Sendable private func retry(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let id = JobID(try request.pathID())
        guard let job = try await context.store.job(id, for: principal.scope) else { throw Problem.notFound() }
        let answer = JSONValue.object(JobView.reference(id: id, kind: job.kind, status: .queued)).response(
            .accepted, headers: ["Location": JobView.path(of: id)])
        do {
            let recorded = IdempotencyRecord(answer, for: call.key)
            guard let offer = try await context.store.retry(id, for: principal.scope, recording: recorded) else {
                throw Problem(
                    .conflict,
                    detail: "The job is \(job.status.rawValue); only a failed or cancelled one can be retried.")
            }
            context.offers.push([offer])
        } catch is UniqueKeyTaken {
            throw Problem(.conflict, detail: "Another job holds the unique key by now.")
        }
        return answer
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(HTTPRequest.jobFilters + ["limit", "cursor"])
        let filter = try request.jobFilter(for: principal)
        let limit = try request.limit()
        let cursor = try request.cursorID().map { JobID($0) }
        let page = try await context.lists.read(by: principal) {
            try await $0.jobs.page(filter, before: cursor, limit: limit, for: principal.scope)
        }
        return JSONValue.page(page.jobs.map(JobView.listed), next: page.next.map { "\($0)" }).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let id = JobID(try request.pathID())
        guard var job = try await context.store.job(id, for: principal.scope) else { throw Problem.notFound() }
        var headers: HTTPHeaders = [:]
        if let wait = request.preferredWait() {
            headers["Preference-Applied"] = "wait=\(wait.components.seconds)"
            if !job.status.isSettled {
                try await request.wait { await context.watch.wait(for: id, atMost: wait) }
                job = try await context.store.job(id, for: principal.scope) ?? job
            }
        }
        let told = await context.progress(of: job)
        let why = try await context.explainer.why(job)
        return JobView.full(job, told: told, why: why).response(headers: headers)
    }
}
