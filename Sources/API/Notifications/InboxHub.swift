import Foundation
import HTTPServer
import Notifications
import Operations

/// Sends what changes in inboxes to those who listen at this process: one statement a round for all of them, and none while
/// no stream is open. A message is there within a fifth of a second, whichever worker wrote it.
actor InboxHub: Service {
    private static let pause = Duration.milliseconds(150)
    /// What a listener that comes back may have missed.
    private static let longestReplay: TimeInterval = 24 * 3600

    private struct Inbox {
        var listeners: [ObjectIdentifier: Listener] = [:]
        /// The items whose changes were sent, by when they changed.
        var known: [UUID: Date] = [:]
        var isKnown = false
    }

    nonisolated let name = "inbox"
    nonisolated let unread: UnreadEvents
    private let store: NotificationStore
    private let stopped = StopLatch()
    private var inboxes: [UUID: Inbox] = [:]
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
                try await Task.sleep(for: Self.pause)
            }
        }
        await stopped.wait()
        isStopped = true
        looking.cancel()
        for inbox in inboxes.values { for listener in inbox.listeners.values { listener.end() } }
        inboxes = [:]
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    // MARK: Listeners

    /// From now on the listener hears of the user's inbox, until its end or until `remove`.
    /// - Parameter moment: of the last event that it got before its connection broke.
    func add(_ listener: Listener, of user: UUID, after moment: Date?) async throws {
        if isStopped { return listener.end() }
        // What is there now is known; what comes while it is being read is sent by the next look, at worst twice.
        let now = try await store.inboxChanges(of: [user])
        var missed: [InboxChange] = []
        if let moment, moment > Date() - Self.longestReplay {
            missed = try await store.inboxChanges(of: [user], since: moment)
        }
        let count = try await store.unread(of: [user])[user] ?? 0
        var inbox = inboxes[user] ?? Inbox()
        if !inbox.isKnown { for change in now { inbox.known[change.item.id] = change.changedAt } }
        inbox.isKnown = true
        inbox.listeners[ObjectIdentifier(listener)] = listener
        inboxes[user] = inbox
        var events = EventText.hello
        for change in missed { events += InboxEvents.of(change, isNew: change.item.readAt == nil) }
        _ = listener.push(events + InboxEvents.unread(count))
    }

    func remove(_ listener: Listener, of user: UUID) {
        listener.close()
        inboxes[user]?.listeners[ObjectIdentifier(listener)] = nil
        if inboxes[user]?.listeners.isEmpty == true { inboxes[user] = nil }
    }

    // MARK: Looking

    private func look() async throws {
        endOver()
        let users = Array(inboxes.keys)
        guard !users.isEmpty else { return }
        var changed: [UUID: [UInt8]] = [:]
        let changes = try await store.inboxChanges(of: users)
        for change in changes {
            guard var inbox = inboxes[change.user], inbox.known[change.item.id] != change.changedAt else { continue }
            let isNew = inbox.known[change.item.id] == nil && change.item.readAt == nil
            inbox.known[change.item.id] = change.changedAt
            inboxes[change.user] = inbox
            changed[change.user, default: []] += InboxEvents.of(change, isNew: isNew)
        }
        forget()
        guard !changed.isEmpty else { return }
        let counts = try await store.unread(of: Array(changed.keys))
        for (user, events) in changed {
            let all = events + InboxEvents.unread(counts[user] ?? 0)
            for (key, listener) in inboxes[user]?.listeners ?? [:] where !listener.push(all) {
                inboxes[user]?.listeners[key] = nil
            }
        }
    }

    /// What is older than a look reaches back is not found again.
    private func forget() {
        let oldest = Date() - 4 * NotificationStore.changeWindow
        for (user, inbox) in inboxes where inbox.known.values.contains(where: { $0 < oldest }) {
            inboxes[user]?.known = inbox.known.filter { $0.value >= oldest }
        }
    }

    /// A stream ends with the token by which it was opened.
    private func endOver() {
        let now = Date()
        for (user, inbox) in inboxes {
            for (key, listener) in inbox.listeners where listener.isOver(at: now) {
                listener.end()
                inboxes[user]?.listeners[key] = nil
            }
            if inboxes[user]?.listeners.isEmpty == true { inboxes[user] = nil }
        }
    }
}
