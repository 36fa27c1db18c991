import Accounts
import Fleet
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /queues`, `GET` and `PATCH /queues/{name}`, `POST /queues/{name}/pause` and `/resume`: for operators.
struct QueueRoutes {
    let context: APIContext

    /// What reads the dispatcher for an answer waits no longer.
    private static let patience = Duration.milliseconds(20)
    /// Limits of each sort that are told with how full they are.
    private static let usages = 100

    func add(to router: inout APIRouter) {
        router.get("/queues", for: [.admin], list)
        router.get("/queues/{name}", for: [.admin], show)
        router.patch("/queues/{name}", for: [.admin], change)
        router.post("/queues/{name}/pause", for: [.admin]) { try await pause($0, isPaused: true) }
        router.post("/queues/{name}/resume", for: [.admin]) { try await pause($0, isPaused: false) }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        var items: [JSONValue] = []
        for name in try await names() { items.append(QueueView.summary(try await parts(of: name, isFull: false))) }
        return JSONValue.page(items, next: nil).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        return QueueView.full(try await parts(of: try await queue(of: call.request), isFull: true)).response()
    }

    @Sendable private func change(_ call: Call) async throws -> HTTPResponse {
        let name = try await queue(of: call.request)
        let body = try QueueBody(try call.request.document(), kinds: try await kinds(of: name))
        try await context.store.change(body.changes, dropping: body.dropped, in: name)
        return QueueView.full(try await parts(of: name, isFull: true)).response()
    }

    /// The body may be absent, or name a kind.
    private func pause(_ call: Call, isPaused: Bool) async throws -> HTTPResponse {
        let request = call.request
        let name = try await queue(of: request)
        var target = LimitRule.Target(.queue)
        if !request.body.isEmpty {
            guard let object = try request.document().objectValue else {
                throw Problem.invalid([Problem.FieldError(pointer: "", message: "should be an object")])
            }
            var fields = FieldReader(object)
            fields.refuseOthers(than: ["kind"])
            if let kind = fields.text("kind").map(JobKind.init(rawValue:)) {
                if try await !kinds(of: name).contains(kind) { fields.reject("kind", "is no kind of this queue") }
                target = LimitRule.Target(.kind, kind: kind)
            }
            guard fields.errors.isEmpty else { throw Problem.invalid(fields.errors) }
        }
        // To resume is to leave the question open again.
        let foreseen = JSONValue.object(["name": .string(name.rawValue)]).response()
        try await context.store.change(
            [LimitChange(target, isPaused: isPaused ? true : .some(nil))], in: name,
            recording: IdempotencyRecord(foreseen, for: call.key))
        return try await context.corrected(
            QueueView.full(try await parts(of: name, isFull: true)).response(), for: call.key)
    }

    // MARK: Parts

    private func names() async throws -> [QueueName] {
        let told = try await context.store.knownKinds().map(\.queue)
        return Set(Domains.queues + told).sorted { $0.rawValue < $1.rawValue }
    }

    private func queue(of request: HTTPRequest) async throws -> QueueName {
        let name = QueueName(rawValue: request.parameters["name"] ?? "")
        guard try await names().contains(name) else { throw Problem.notFound() }
        return name
    }

    private func kinds(of queue: QueueName) async throws -> Set<JobKind> {
        let own = Domains.kinds(includingBench: true).values.filter { $0.queue == queue }.map(\.kind)
        return Set(own + (try await context.store.knownKinds().filter { $0.queue == queue }.map(\.kind)))
    }

    private func parts(of queue: QueueName, isFull: Bool) async throws -> QueueView.Parts {
        let broker = context.broker
        async let stats = within(Self.patience) { try await broker.stats(of: queue) }
        async let usage = within(Self.patience) { isFull ? try await broker.usage(of: queue, limit: Self.usages) : [] }
        return QueueView.Parts(
            name: queue, stats: await stats, oldest: try await context.store.oldestReady(in: queue),
            rules: try await context.store.rules(of: queue),
            told: isFull ? try await context.store.declaredRules(of: queue) : [], usage: await usage)
    }

    /// nil when it takes longer or fails.
    private func within<Value: Sendable>(
        _ time: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { try? await body() }
            group.addTask {
                try? await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
