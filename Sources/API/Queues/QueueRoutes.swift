import Accounts
import Fleet
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /queues`, `GET` and `PATCH /queues/{name}`, `POST /queues/{name}/pause` and `/resume`: for operators.
struct QueueRoutes: APIModule {
    private let context: APIContext
    private let cache = AnswerCache()

    /// Limits of each sort that are shown with how far they are used up.
    private static let usages = 100

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/queues", for: [.admin],
            APIOperation("listQueues", "All queues").answers(Page<QueueView>.self).parameter(.noneMatch).tagged(), list)
        router.get(
            "/queues/{name}", for: [.admin],
            APIOperation("getQueue", "A queue and its limits").answers(QueueView.self), show)
        router.patch(
            "/queues/{name}", for: [.admin],
            APIOperation("changeQueue", "Changes limits and weights of a queue").body(
                QueueBody.schema, example: QueueBody.example
            ).answers(QueueView.self), change)
        router.post(
            "/queues/{name}/pause", for: [.admin],
            APIOperation("pauseQueue", "Pauses a queue, or a kind of its jobs").body(PauseBody.schema, required: false)
                .answers(QueueView.self)
        ) { try await pause($0, isPaused: true) }
        router.post(
            "/queues/{name}/resume", for: [.admin],
            APIOperation("resumeQueue", "Resumes a queue, or a kind of its jobs").body(
                PauseBody.schema, required: false
            ).answers(QueueView.self)
        ) { try await pause($0, isPaused: false) }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        if let shared = try await call.shared(from: cache, { try await all() }) { return shared }
        return try call.answer(try await all())
    }

    private func all() async throws -> Page<QueueView> {
        var items: [QueueView] = []
        for name in try await Domains.queues(with: context.store) {
            items.append(try await view(of: name, isFull: false))
        }
        return Page(items)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(try await view(of: try await queue(of: call.request), isFull: true))
    }

    @Sendable private func change(_ call: Call) async throws -> HTTPResponse {
        let name = try await queue(of: call.request)
        let kinds = try await Domains.kinds(of: name, with: context.store)
        let body = try QueueBody(try call.request.document(), kinds: kinds)
        try await context.store.change(body.changes, dropping: body.dropped, in: name)
        return try call.answer(try await view(of: name, isFull: true))
    }

    private func pause(_ call: Call, isPaused: Bool) async throws -> HTTPResponse {
        let name = try await queue(of: call.request)
        var kind: JobKind?
        if !call.request.body.isEmpty {
            let kinds = try await Domains.kinds(of: name, with: context.store)
            kind = try PauseBody(try call.request.document(), kinds: kinds).kind
        }
        let change = LimitChange.pause(kind, isPaused)
        return try await context.recording(try call.answer(["name": name]), for: call) { recorded in
            try await context.store.change([change], in: name, recording: recorded)
            return try call.answer(try await view(of: name, isFull: true))
        }
    }

    // MARK: Parts

    private func queue(of request: HTTPRequest) async throws -> QueueName {
        let name = QueueName(rawValue: request.parameters["name"] ?? "")
        guard try await Domains.queues(with: context.store).contains(name) else { throw Problem.notFound() }
        return name
    }

    private func view(of queue: QueueName, isFull: Bool) async throws -> QueueView {
        let broker = context.broker
        async let stats = context.fromDispatcher { try await broker.stats(of: queue) }
        async let usage = context.fromDispatcher {
            isFull ? try await broker.usage(of: queue, limit: Self.usages) : []
        }
        let oldest = try await context.store.oldestReady(in: queue)
        let rules = try await context.store.rules(of: queue)
        let declared = isFull ? try await context.store.declaredRules(of: queue) : []
        let limits = QueueLimitsRead(declared: declared, usage: await usage)
        return QueueView(
            queue, stats: await stats, oldest: oldest, rules: rules, limits: isFull ? limits : nil)
    }
}
