import Fleet
import Foundation
import HTTPServer
import JSON
import Jobs
import Operations
import Storage

/// The streams of several topics of this process: ends them with their tokens, and reports a change of the fleet's figures to those
/// that watch it. It looks at nothing while no stream does.
actor TopicHub: Service {
    private struct Member {
        let listener: Listener
        /// To which it is said that the figures changed; nil when it does not watch them.
        let overview: Listener?
    }

    private static let pause = Duration.seconds(1)

    nonisolated let name = "topics"
    nonisolated let unread: UnreadEvents
    private let store: PostgresJobStore
    private let broker: any JobBroker
    private let stopped = StopLatch()
    private var members: [ObjectIdentifier: Member] = [:]
    private var known: [QueueStats?] = []
    private var isStopped = false

    init(store: PostgresJobStore, broker: any JobBroker, unread: UnreadEvents) {
        self.store = store
        self.broker = broker
        self.unread = unread
    }

    func run() async throws {
        let looking = Task {
            while !Task.isCancelled {
                await self.look()
                try await Task.sleep(for: Self.pause)
            }
        }
        await stopped.wait()
        isStopped = true
        looking.cancel()
        for member in members.values { member.listener.end() }
        members = [:]
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// - Parameter overview: of the same stream, for changes of the fleet's figures.
    func add(_ listener: Listener, overview: Listener?) {
        if isStopped { return listener.end() }
        members[ObjectIdentifier(listener)] = Member(listener: listener, overview: overview)
        _ = overview?.push(Self.changed)
    }

    func remove(_ listener: Listener) {
        listener.close()
        members[ObjectIdentifier(listener)] = nil
    }

    private static let changed = ServerSentEvent(event: "changed", data: "{}").encoded

    private func look() async {
        let now = Date()
        for (key, member) in members where member.listener.isOver(at: now) {
            member.listener.end()
            members[key] = nil
        }
        guard members.values.contains(where: { $0.overview != nil }) else { return }
        let figures = await figures()
        guard figures != known else { return }
        known = figures
        for member in members.values { _ = member.overview?.push(Self.changed) }
    }

    /// What the dispatcher holds, queue by queue; nil for one of which it does not say.
    private func figures() async -> [QueueStats?] {
        guard let queues = try? await Domains.queues(with: store) else { return [] }
        var figures: [QueueStats?] = []
        for queue in queues { figures.append(try? await broker.stats(of: queue)) }
        return figures
    }
}
