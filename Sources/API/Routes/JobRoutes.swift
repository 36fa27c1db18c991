import Accounts
import Foundation
import HTTPServer
import Jobs

/// `POST /jobs`, `GET /jobs`, `GET /jobs/{id}`.
struct JobRoutes {
    let context: APIContext

    func add(to router: inout Router) {
        router.post("/jobs", create)
        router.get("/jobs", list)
        router.get("/jobs/{id}", show)
    }

    @Sendable private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: [.admin, .service])
        let body = try JobBody(try request.json(), kinds: context.kinds)
        let job = body.job(id: context.minter.mint(), principal: principal, trace: request.trace)
        let existing = try await context.insisting { try await context.store.enqueue([job]) }
        if let id = existing[job.id], let record = try await context.store.job(id, for: .tenant(job.tenant)) {
            let view = JobView.reference(id: id, kind: record.kind, status: record.status)
            return JSONValue.object(view).response(.ok, headers: ["Location": JobView.path(of: id)])
        }
        context.offers.push([job.offer])
        context.metrics.count([job])
        return JSONValue.object(JobView.accepted(job)).response(
            .accepted, headers: ["Location": JobView.path(of: job.id)])
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request)
        try request.allowQuery(["status", "kind", "queue", "limit", "cursor"])
        var filter = JobFilter()
        if let name = request.queryValue("status") {
            guard let status = JobStatus(rawValue: name) else {
                let known = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badRequest("status should be one of \(known).")
            }
            filter.status = status
        }
        filter.kind = request.queryValue("kind").map(JobKind.init(rawValue:))
        filter.queue = request.queryValue("queue").map(QueueName.init(rawValue:))
        let limit = try request.limit()
        let jobs = try await context.store.jobs(
            filter, before: try request.cursorID().map { JobID($0) }, limit: limit + 1, for: Self.scope(principal))
        let page = jobs.prefix(limit)
        return JSONValue.page(
            page.map(JobView.full), next: jobs.count > limit ? page.last.map { "\($0.id)" } : nil
        ).response()
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request)
        let id = JobID(try request.pathID())
        let scope = Self.scope(principal)
        guard var job = try await context.store.job(id, for: scope) else { throw Problem.notFound() }
        var headers: HTTPHeaders = [:]
        if let wait = request.preferredWait() {
            headers["Preference-Applied"] = "wait=\(wait.components.seconds)"
            if !job.status.isSettled {
                await context.watch.wait(for: id, atMost: wait)
                job = try await context.store.job(id, for: scope) ?? job
            }
        }
        return JobView.full(job).response(headers: headers)
    }

    private static func scope(_ principal: Principal) -> JobScope {
        principal.seesEverybody ? .everybody : .tenant(principal.tenant)
    }
}
