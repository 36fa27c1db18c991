import Foundation
import HTTPServer
import Notifications
import Operations

/// Sends what changes in inboxes to those who listen at this process: one statement a round for all of them, and none while
/// no stream is open. A message is there within a fifth of a second, whichever worker wrote it. Each listener has a place in what
/// was committed, so it gets each change once, however late that commits, also after its connection broke.
actor InboxHub: Service {
    private static let pause = Duration.milliseconds(150)

    private struct Member {
        let listener: Listener
        let user: UUID
        /// What it was shown.
        var place: InboxPlace
    }

    private struct Seen: Hashable {
        let user: UUID
        let place: InboxPlace
    }

    nonisolated let name = "inbox"
    nonisolated let unread: UnreadEvents
    private let store: NotificationStore
    private let stopped = StopLatch()
    /// Rung when a listener comes.
    private let bell = Doorbell()
    private var members: [ObjectIdentifier: Member] = [:]
    private var isStopped = false

    init(store: NotificationStore, unread: UnreadEvents) {
        self.store = store
        self.unread = unread
    }

    func run() async throws {
        let looking = Task {
            while !Task.isCancelled {
                // While the database is away nothing changes that could be sent.
                try? await self.look()
                try await self.rest()
            }
        }
        await stopped.wait()
        isStopped = true
        looking.cancel()
        for member in members.values { member.listener.end() }
        members = [:]
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    // MARK: Listeners

    /// From now on the listener hears of the user's inbox, until its end or until `remove`.
    /// - Parameter place: of the last event that it got before its connection broke; nil: it begins with what comes.
    func add(_ listener: Listener, of user: UUID, after place: InboxPlace?) async throws {
        if isStopped { return listener.end() }
        let now = try await store.inboxChanges(of: [(user, nil)]).place
        let count = try await store.unread(of: [user])[user] ?? 0
        let start = place ?? now
        _ = listener.push(EventText.hello + InboxEvents.unread(count, at: start))
        members[ObjectIdentifier(listener)] = Member(listener: listener, user: user, place: start)
        bell.ring()
    }

    func remove(_ listener: Listener, of user: UUID) {
        listener.close()
        members[ObjectIdentifier(listener)] = nil
    }

    // MARK: Looking

    private func rest() async throws {
        if members.isEmpty { await bell.wait() } else { try await Task.sleep(for: Self.pause) }
    }

    private func look() async throws {
        endOver()
        let asked = Set(members.values.map { Seen(user: $0.user, place: $0.place) })
        guard !asked.isEmpty else { return }
        let found = try await store.inboxChanges(of: asked.map { ($0.user, $0.place) })
        let changes = Dictionary(grouping: found.changes) { Seen(user: $0.user, place: $0.place) }
        let counts =
            changes.isEmpty ? [:] : try await store.unread(of: Array(Set(found.changes.map(\.user))))
        for (key, member) in members {
            let seen = Seen(user: member.user, place: member.place)
            // One who came meanwhile is looked for by the next round.
            guard asked.contains(seen) else { continue }
            let place = found.isWhole ? found.place : member.place.orLater(found.place)
            members[key]?.place = place
            guard let own = changes[seen] else { continue }
            // The place stands with the last event alone: a stream that breaks before it has not shown all of them.
            let events = own.reduce(into: [UInt8]()) { $0 += InboxEvents.of($1) }
            if !member.listener.push(events + InboxEvents.unread(counts[member.user] ?? 0, at: place)) {
                members[key] = nil
            }
        }
    }

    /// A stream ends with the token by which it was opened.
    private func endOver() {
        let now = Date()
        for (key, member) in members where member.listener.isOver(at: now) {
            member.listener.end()
            members[key] = nil
        }
    }
}
