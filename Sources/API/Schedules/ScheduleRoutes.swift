import Accounts
import Fleet
import Foundation
import HTTPServer
import JSON
import Jobs
import Postgres
import Storage

/// `GET` and `POST /schedules`, `GET`, `PATCH` and `DELETE /schedules/{id}`, its `/occurrences`, and
/// `POST /schedules/{id}/pause`, `/resume` and `/fire`. For `{id}` the name does as well.
struct ScheduleRoutes: APIModule {
    private let context: APIContext
    private let store: ScheduleStore
    private let lists: ScheduleStore
    private let templates: [any ScheduleTemplate]
    private let requests = APIModules.schedulable

    init(_ context: APIContext) {
        self.context = context
        store = ScheduleStore(database: context.connections.database)
        lists = ScheduleStore(database: context.lists.database)
        templates = Domains.templates(context.connections, includingBench: context.allowsBench)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/schedules", for: .readers,
            APIOperation("listSchedules", "Schedules").query(Field.uuid("owner", "the id of an account")).page(
                of: ScheduleView.self), list)
        router.post(
            "/schedules", for: .writers,
            APIOperation("createSchedule", "Makes a schedule").body(
                ScheduleBody.schema(isNew: true), example: ScheduleBody.example
            ).answers(ScheduleView.self, .created), create)
        router.get(
            "/schedules/{id}", for: .readers,
            APIOperation("getSchedule", "A schedule, by its id or its name").answers(ScheduleView.self), show)
        router.patch(
            "/schedules/{id}", for: .writers,
            APIOperation("changeSchedule", "Changes a schedule (RFC 7396)").body(ScheduleBody.schema(isNew: false))
                .answers(ScheduleView.self).refuses(.conflict), patch)
        router.delete(
            "/schedules/{id}", for: .writers,
            APIOperation("deleteSchedule", "Removes a schedule").answersNothing(), remove)
        router.get(
            "/schedules/{id}/occurrences", for: .readers,
            APIOperation("listOccurrences", "What became of the occurrences of a schedule").page(
                of: ScheduleView.Occurrence.self), occurrences)
        router.post(
            "/schedules/{id}/pause", for: .writers,
            APIOperation("pauseSchedule", "Pauses a schedule").answers(ScheduleView.self)
        ) { try await setPaused(true, $0) }
        router.post(
            "/schedules/{id}/resume", for: .writers,
            APIOperation("resumeSchedule", "Resumes a schedule").answers(ScheduleView.self)
        ) { try await setPaused(false, $0) }
        router.post(
            "/schedules/{id}/fire", for: .writers,
            APIOperation("fireSchedule", "Fires a schedule now, beside its times").answers(
                ScheduleView.Fired.self, .accepted), fire)
    }

    // MARK: Reading

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor", "owner"])
        let limit = try request.limit()
        let owner = try request.query(
            Field("owner", "the id of an account, your own unless you are an admin") { json in
                json.stringValue.flatMap(UUID.init(uuidString:)).flatMap {
                    principal.seesEverybody || $0 == principal.tenant ? $0 : nil
                }
            })
        let cursor = try request.cursorID()
        let page = try await context.lists.read(by: principal) {
            try await lists.schedules(of: owner, after: cursor, limit: limit, for: principal.scope)
        }
        return try call.answer(Page(page.schedules.map { ScheduleView($0) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(ScheduleView(try await schedule(call)))
    }

    @Sendable private func occurrences(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let schedule = try await schedule(call)
        let limit = try request.limit()
        let cursor = try Cursor.decode(request, parts: 1).map { parts throws(Problem) -> Date in
            guard let micros = Double(parts[0]) else {
                throw .badRequest("cursor should be the next_cursor of an earlier page.")
            }
            return Date(timeIntervalSince1970: micros / 1_000_000)
        }
        let found = try await context.lists.read(by: principal) {
            try await lists.occurrences(of: schedule, before: cursor, limit: limit + 1, for: principal.scope)
        }
        return try call.answer(
            Page(found, limit: limit) {
                ScheduleView.Occurrence($0)
            } cursor: { last in
                let micros = (last.occurrence.timeIntervalSince1970 * 1_000_000).rounded()
                return Cursor.encode(["\(Int64(exactly: micros) ?? .max)"])
            })
    }

    // MARK: Writing

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let principal = call.principal
        let json = try call.request.document()
        let kinds = try await context.kinds.all(for: [json])
        let body = try ScheduleBody(json, principal: principal, kinds: kinds, requests: requests)
        // Jobs of any kind are the fleet's matter, a request is its tenant's.
        let scope: JobScope = body.plan.template == JobTemplate.name ? .everybody : .tenant(principal.tenant)
        let id = context.minter.mint().uuid
        let location = Link(toSchedule: id)
        let reference = ScheduleView.Reference(id: id, name: body.name, statusURL: location)
        let foreseen = try call.answer(reference, .created, location: location)
        return try await context.recording(foreseen, for: call) { recorded in
            try await refusing {
                try await retryUntilKnown {
                    try await store.create(
                        id, named: body.name, body.plan, paused: body.isPaused, for: scope, by: principal.userID,
                        recording: recorded)
                }
            }
            guard let schedule = try await store.schedule(.id(id), for: scope) else { return nil }
            return try call.answer(ScheduleView(schedule), .created, location: location)
        }
    }

    /// JSON Merge patch (RFC 7396): members that are null go back to what holds unless they are said.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let principal = call.principal
        let json = try call.request.document()
        try FieldReader(json, of: ScheduleBody.patchable(requests)).finish()
        let (kinds, requests) = (context.kinds, requests)
        let reference = try reference(call.request)
        let changed = try await refusing {
            try await store.update(reference, for: principal.scope) { old in
                let said = JSONValue.object(ScheduleView.said(old.name, old.plan))
                let merged = said.merging(json)
                // An admin who changes a tenant's schedule is bound as the tenant is.
                let body = try ScheduleBody(
                    merged, principal: principal, kinds: try await kinds.all(for: [merged]), requests: requests)
                guard body.plan.template == old.plan.template else {
                    throw Problem.invalid([
                        Problem.FieldError(
                            pointer: "", message: "fires a \(old.plan.template), and no change makes that another thing"
                        )
                    ])
                }
                return (body.name, body.plan)
            }
        }
        guard let changed else { throw Problem.notFound() }
        return try call.answer(ScheduleView(changed))
    }

    @Sendable private func remove(_ call: Call) async throws -> HTTPResponse {
        guard try await store.remove(try reference(call.request), for: call.principal.scope) else {
            throw Problem.notFound()
        }
        return HTTPResponse(status: .noContent)
    }

    private func setPaused(_ isPaused: Bool, _ call: Call) async throws -> HTTPResponse {
        let reference = try reference(call.request)
        let changed = try await refusing {
            try await store.setPaused(isPaused, reference, for: call.principal.scope) {
                (try? call.answer(ScheduleView($0))).flatMap(call.record)
            }
        }
        guard let changed else { throw Problem.notFound() }
        return try call.answer(ScheduleView(changed))
    }

    /// Beside its times, also while it is paused.
    @Sendable private func fire(_ call: Call) async throws -> HTTPResponse {
        let schedule = try await schedule(call)
        let (time, work) = try await refusing {
            try await store.firing(of: schedule, by: templates, minter: context.minter)
        }
        return try await context.accepting(work.jobs, for: call) { existing in
            let jobs = work.jobs.map { job in
                existing[job.id].map { JobReference(id: $0, kind: job.kind, status: .queued) } ?? JobReference(job)
            }
            return try call.answer(
                ScheduleView.Fired(schedule: schedule.id, occurrence: time, jobs: jobs), .accepted)
        } commit: { recorded in
            try await store.fireNow(schedule, at: time, work, recording: recorded)
        }
    }

    // MARK: Small parts

    private func reference(_ request: HTTPRequest) throws(Problem) -> ScheduleReference {
        guard let text = request.parameters["id"], !text.utf8.contains(0) else { throw .notFound() }
        return ScheduleReference(text)
    }

    private func schedule(_ call: Call) async throws -> Schedule {
        let reference = try reference(call.request)
        guard let schedule = try await store.schedule(reference, for: call.principal.scope) else {
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
