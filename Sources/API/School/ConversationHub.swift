import Broker
import Foundation
import HTTPServer
import JSON
import Jobs
import Operations
import School

/// Sends messages to those who listen at this process: one statement a round for all of them, and none while no stream is open.
/// The process that accepts one announces it through the dispatcher; without that, it is there within a second. Each
/// listener has a place in the numbers of its party's messages, so it gets each one once, in their order, also after its
/// connection broke.
actor ConversationHub: Service {
    /// No queue has this name.
    private static let topic: QueueName = "conversations"
    /// Between looks: while the dispatcher says when something comes, and while it does not.
    private static let (longPause, shortPause) = (Duration.seconds(1), Duration.milliseconds(150))
    /// Messages of a party in one look; what is behind them comes with the next.
    private static let messagesAtOnce = 100
    /// What a listener that comes back is sent at most.
    private static let longestReplay: Int64 = 1000

    private struct Member {
        let listener: Listener
        /// The number of the latest message that it was given.
        var known: Int64
    }

    nonisolated let name = "conversations"
    nonisolated let unread: UnreadEvents
    private let store: SchoolStore
    private let broker: RedisBroker
    private let stopped = StopLatch()
    private var parties: [UUID: [ObjectIdentifier: Member]] = [:]
    private var isDue = false
    private var sleep: Task<Void, any Error>?
    private var isStopped = false
    private var hearing: Task<Void, Never>?
    private var isHearing = false
    private var announcing: Task<Void, Never>?
    private var isAnnouncementDue = false

    init(store: SchoolStore, broker: RedisBroker, unread: UnreadEvents) {
        self.store = store
        self.broker = broker
        self.unread = unread
    }

    func run() async throws {
        let looking = Task {
            while !Task.isCancelled {
                // While the database is away nothing comes that could be sent.
                try? await self.look()
                await self.rest()
            }
        }
        await stopped.wait()
        isStopped = true
        looking.cancel()
        hearing?.cancel()
        sleep?.cancel()
        for members in parties.values { for member in members.values { member.listener.end() } }
        parties = [:]
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    // MARK: What wakes it

    /// This process has accepted a message: it looks at once, and so do the others. No request waits for the dispatcher.
    func announce() {
        wake()
        isAnnouncementDue = true
        if announcing != nil { return }
        announcing = Task {
            while isAnnouncementDue {
                isAnnouncementDue = false
                try? await broker.announceChange(in: Self.topic)
            }
            announcing = nil
        }
    }

    /// The next look is at once.
    private func wake() {
        isDue = true
        sleep?.cancel()
    }

    /// Hears of what other processes accept, as long as a stream is open here.
    private func hear() async {
        var cursor: String?
        while !Task.isCancelled, !parties.isEmpty {
            do {
                let changes = try await broker.changes(in: Self.topic, after: cursor, for: .seconds(2))
                if cursor != changes.cursor { wake() }
                cursor = changes.cursor
                isHearing = true
            } catch {
                (cursor, isHearing) = (nil, false)
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        (hearing, isHearing) = (nil, false)
    }

    private func rest() async {
        if !isDue {
            let pause = isHearing ? Self.longPause : Self.shortPause
            let sleep = Task { try await Task.sleep(for: pause) }
            self.sleep = sleep
            _ = await sleep.result
            self.sleep = nil
        }
        isDue = false
    }

    // MARK: Listeners

    /// From now on the listener gets the party's messages, until its end or until `remove`.
    /// - Parameter place: the number of the last one that it got before its connection broke; nil: it begins with the next.
    func add(_ listener: Listener, of party: UUID, after place: Int64?) async throws {
        if isStopped { return listener.end() }
        let latest = try await store.latestNumber(of: party)
        let known = max(min(place ?? latest, latest), latest - Self.longestReplay)
        _ = listener.push(EventText.hello)
        parties[party, default: [:]][ObjectIdentifier(listener)] = Member(listener: listener, known: known)
        if hearing == nil { hearing = Task { await hear() } }
        wake()
    }

    func remove(_ listener: Listener, of party: UUID) {
        listener.close()
        drop(ObjectIdentifier(listener), of: party)
    }

    private func drop(_ key: ObjectIdentifier, of party: UUID) {
        parties[party]?[key] = nil
        if parties[party]?.isEmpty == true { parties[party] = nil }
    }

    // MARK: Looking

    private func look() async throws {
        endOver()
        let places = parties.compactMapValues { members in members.values.map(\.known).min() }
        guard !places.isEmpty else { return }
        let messages = try await store.messages(to: places, limit: Self.messagesAtOnce)
        var delivered: [UUID] = []
        for message in messages where push(message) { delivered.append(message.id) }
        if Dictionary(grouping: messages, by: \.readerID).contains(where: { $0.value.count == Self.messagesAtOnce }) {
            isDue = true
        }
        if !delivered.isEmpty { try await store.markDelivered(delivered) }
    }

    /// - Returns: whether a connection that is open was given it.
    private func push(_ message: ConversationMessage) -> Bool {
        var isDelivered = false
        var event: [UInt8]?
        for (key, member) in parties[message.readerID] ?? [:] where member.known < message.number {
            let text = event ?? Self.event(message)
            event = text
            parties[message.readerID]?[key]?.known = message.number
            if member.listener.push(text) { isDelivered = true } else { drop(key, of: message.readerID) }
        }
        return isDelivered
    }

    private static func event(_ message: ConversationMessage) -> [UInt8] {
        // No view here fails to encode; a `null` would say that one did.
        let json = (try? JSONCoding.encode(MessageView(message))) ?? Array("null".utf8)
        return ServerSentEvent(
            id: "\(message.number)", event: "message", data: String(decoding: json, as: UTF8.self)
        ).encoded
    }

    /// A stream ends with the token by which it was opened.
    private func endOver() {
        let now = Date()
        for (party, members) in parties {
            for (key, member) in members where member.listener.isOver(at: now) {
                member.listener.end()
                drop(key, of: party)
            }
        }
    }
}
