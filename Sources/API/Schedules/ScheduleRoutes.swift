import Accounts
import Foundation
import HTTPServer
import Jobs
import Postgres
import Storage

/// `GET` and `POST /schedules`, `GET`, `PATCH` and `DELETE /schedules/{id}`, its `/occurrences`, and
/// `POST /schedules/{id}/pause`, `/resume` and `/fire`. For `{id}` the name does as well.
struct ScheduleRoutes {
    let context: APIContext

    private var store: ScheduleStore { context.schedules }

    func add(to router: inout APIRouter) {
        router.get("/schedules", for: .readers, list)
        router.post("/schedules", for: .writers, create)
        router.get("/schedules/{id}", for: .readers, show)
        router.patch("/schedules/{id}", for: .writers, patch)
        router.delete("/schedules/{id}", for: .writers, remove)
        router.get("/schedules/{id}/occurrences", for: .readers, occurrences)
        router.post("/schedules/{id}/pause", for: .writers) { try await setPaused(true, $0) }
        router.post("/schedules/{id}/resume", for: .writers) { try await setPaused(false, $0) }
        router.post("/schedules/{id}/fire", for: .writers, fire)
    }

    // MARK: Reading

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor", "owner"])
        let limit = try request.limit()
        var owner: UUID?
        if let text = request.queryValue("owner") {
            guard let id = UUID(uuidString: text), principal.seesEverybody || id == principal.tenant else {
                throw Problem.badRequest("owner should be the id of an account, your own unless you are an admin.")
            }
            owner = id
        }
        let (cursor, chosen) = (try request.cursorID(), owner)
        let page = try await context.lists.read(by: principal) {
            try await $0.schedules.schedules(of: chosen, after: cursor, limit: limit, for: principal.scope)
        }
        return JSONValue.page(
            page.schedules.map(ScheduleView.full), next: page.next?.uuidString.lowercased()
        ).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        return ScheduleView.full(try await schedule(request, principal)).response()
    }

    @Sendable private func occurrences(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let schedule = try await schedule(request, principal)
        let limit = try request.limit()
        let cursor = try Cursor.decode(request, parts: 1).map { parts throws(Problem) -> Date in
            guard let micros = Double(parts[0]) else {
                throw .badRequest("cursor should be the next_cursor of an earlier page.")
            }
            return Date(timeIntervalSince1970: micros / 1_000_000)
        }
        let found = try await context.lists.read(by: principal) {
            try await $0.schedules.occurrences(of: schedule, before: cursor, limit: limit + 1, for: principal.scope)
        }
        let page = found.prefix(limit)
        let next = page.last.map { last in
            Cursor.encode(["\(Int64(exactly: (last.occurrence.timeIntervalSince1970 * 1_000_000).rounded()) ?? .max)"])
        }
        return JSONValue.page(page.map(ScheduleView.occurrence), next: found.count > limit ? next : nil).response()
    }

    // MARK: Writing

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let json = try request.document()
        let body = try ScheduleBody(json, principal: principal, kinds: try await context.kinds.all(for: [json]))
        // Jobs of any kind are the fleet's matter, a scan is its tenant's.
        let scope: JobScope = body.plan.template == JobTemplate.name ? .everybody : .tenant(principal.tenant)
        let key = call.key
        let id = context.minter.mint().uuid
        let reference = JSONValue.object([
            "id": .uuid(id), "name": .string(body.name), "status_url": .string(ScheduleView.path(of: id)),
        ]).response(.created, headers: ["Location": ScheduleView.path(of: id)])
        let recorded = IdempotencyRecord(reference, for: key)
        try await refusing {
            try await retryUntilKnown {
                try await store.create(
                    id, named: body.name, body.plan, paused: body.isPaused, for: scope, by: principal.userID,
                    recording: recorded)
            }
        }
        guard let schedule = try await store.schedule(.id(id), for: scope) else { return reference }
        let answer = ScheduleView.full(schedule).response(
            .created, headers: ["Location": ScheduleView.path(of: id)])
        return try await context.corrected(answer, for: key)
    }

    /// JSON Merge patch (RFC 7396): members that are null go back to what holds unless they are said.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let json = try request.document()
        guard let changes = json.objectValue else {
            throw Problem.invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var fields = FieldReader(changes)
        fields.refuseOthers(than: ScheduleBody.patchable)
        guard fields.errors.isEmpty else { throw Problem.invalid(fields.errors) }
        let kinds = context.kinds
        let reference = try reference(request)
        let changed = try await refusing {
            try await store.update(reference, for: principal.scope) { old in
                let said = JSONValue.object(ScheduleView.said(old.name, old.plan))
                let merged = said.merging(json)
                // An admin who changes a tenant's schedule is bound as the tenant is.
                let body = try ScheduleBody(
                    merged, principal: principal, kinds: try await kinds.all(for: [merged]))
                guard body.plan.template == old.plan.template else {
                    throw Problem.invalid([
                        Problem.FieldError(
                            pointer: "/scan", message: "cannot be changed into a job, nor a job into a scan")
                    ])
                }
                return (body.name, body.plan)
            }
        }
        guard let changed else { throw Problem.notFound() }
        return ScheduleView.full(changed).response()
    }

    @Sendable private func remove(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        guard try await store.remove(try reference(request), for: principal.scope) else { throw Problem.notFound() }
        return HTTPResponse(status: .noContent)
    }

    private func setPaused(_ isPaused: Bool, _ call: Call) async throws -> HTTPResponse {
        let reference = try reference(call.request)
        let changed = try await refusing {
            try await store.setPaused(isPaused, reference, for: call.principal.scope) {
                IdempotencyRecord(ScheduleView.full($0).response(), for: call.key)
            }
        }
        guard let changed else { throw Problem.notFound() }
        return ScheduleView.full(changed).response()
    }

    /// Beside its times, also while it is paused.
    @Sendable private func fire(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let schedule = try await schedule(request, principal)
        guard let template = context.templates.first(where: { $0.name == schedule.plan.template }) else {
            throw Problem(.conflict, detail: "This version does not know what the schedule fires.")
        }
        let key = call.key
        let time = try await store.time()
        let work = try await refusing {
            try await template.work(for: Firing(of: schedule, at: time, minter: context.minter))
        }
        func answer(_ jobs: [JSONObject]) -> HTTPResponse {
            JSONValue.object([
                "schedule": .uuid(schedule.id), "occurrence": .date(time),
                "jobs": .array(jobs.map { .object($0) }),
            ]).response(.accepted)
        }
        let foreseen = answer(work.jobs.map(JobView.accepted))
        let recorded = IdempotencyRecord(foreseen, for: key)
        let existing = try await context.admitting(work.jobs) {
            try await store.fireNow(schedule, at: time, work, recording: recorded)
        }
        if existing.isEmpty { return foreseen }
        let actual = answer(
            work.jobs.map {
                JobView.reference(id: existing[$0.id] ?? $0.id, kind: $0.kind, status: .queued)
            })
        return try await context.corrected(actual, for: key)
    }

    // MARK: Small parts

    private func reference(_ request: HTTPRequest) throws(Problem) -> ScheduleReference {
        guard let text = request.parameters["id"], !text.utf8.contains(0) else { throw .notFound() }
        return ScheduleReference(text)
    }

    private func schedule(_ request: HTTPRequest, _ principal: Principal) async throws -> Schedule {
        guard let schedule = try await store.schedule(try reference(request), for: principal.scope) else {
            throw Problem.notFound()
        }
        return schedule
    }

    /// What a schedule cannot be, as answers.
    private func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch is ScheduleNameTaken {
            throw Problem(.conflict, detail: "There is a schedule of that name. Take another one.")
        } catch let error as TooManySchedules {
            throw Problem(
                .tooManyRequests,
                detail: "There are \(error.limit) schedules, and no more are allowed. Remove one first.",
                extensions: ["limit": .integer(error.limit)])
        } catch let refusal as ScheduleRefusal {
            throw Problem(.conflict, detail: "The schedule cannot be fired: \(refusal).")
        }
    }
}

extension JSONValue {
    /// JSON Merge patch (RFC 7396, section 2).
    func merging(_ patch: JSONValue) -> JSONValue {
        guard let changes = patch.objectValue else { return patch }
        var members = objectValue ?? [:]
        for (name, value) in changes {
            members[name] = value == .null ? nil : (members[name] ?? .null).merging(value)
        }
        return .object(members)
    }
}
