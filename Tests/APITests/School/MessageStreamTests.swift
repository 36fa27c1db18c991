import FleetTestSupport
import Foundation
import HTTPServer
import Postgres
import School
import Synchronization
import TestSupport
import Testing

@testable import API

/// What streams of conversations are given, by the hub of one process. No dispatcher answers: it looks by itself.
@Suite("Streams of conversations") struct MessageStreamTests {
    private final class Switch: Sendable {
        let isOn = Mutex(false)
    }

    /// With two who write to each other, and the path of their messages.
    private func with(_ body: @Sendable (Classroom, ConversationHub, String) async throws -> Void) async throws {
        try await Classroom.with { room in
            _ = try await room.professor.post(
                "/classes", ["name": "6e", "student_ids": .array(room.students.map(\.name))])
            let made = try await room.professor.post("/conversations", ["with": room.students[0].name])
            guard let place = made.headers["Location"] else { throw Classroom.Unexpected(made) }
            let hub = room.api.context.conversations
            let running = Task { try await hub.run() }
            do {
                try await body(room, hub, "\(place)/messages")
            } catch {
                await hub.stop(by: .now)
                throw error
            }
            await hub.stop(by: .now)
            try await running.value
        }
    }

    private func listener(
        _ hub: ConversationHub, until end: Date = .distantFuture, isRevoked: @escaping @Sendable () -> Bool = { false }
    ) -> Listener {
        Listener(Caller(address: nil), hub.unread, expiresAt: end, isRevoked: isRevoked)
    }

    /// The numbers of messages that come, until there are so many, or the stream's end.
    private func numbers(_ listener: Listener, atMost count: Int) async throws -> [Int] {
        var (text, found) = ("", [Int]())
        while found.count < count, let piece = try await listener.next() {
            text += String(decoding: piece, as: UTF8.self)
            found = text.matches(of: #/id: ([0-9]+)\n/#).compactMap { Int($0.1) }
        }
        return found
    }

    /// Messages to a user, written at once.
    private func fill(_ room: Classroom, _ messages: String, _ count: Int) async throws {
        let conversation = UUID(uuidString: String(messages.split(separator: "/")[1]))
        _ = try await room.api.context.connections.domains.query(
            """
            select flotilla.send_message(
                gen_random_uuid(), \(conversation), \(room.professor.id), 'professor', 'M', now())
            from generate_series(1, \(Int64(count)))
            """, of: room.api.tenant)
    }

    @Test("a stream begins behind the last message it got, gets each one once and in order, and of no other's")
    func order() async throws {
        try await with { room, hub, messages in
            try await fill(room, messages, 250)
            let (whole, rest, new, other) = (listener(hub), listener(hub), listener(hub), listener(hub))
            let pupil = room.students[0].id
            try await hub.add(new, of: pupil, after: nil)
            try await hub.add(other, of: room.students[1].id, after: 0)
            try await hub.add(whole, of: pupil, after: 0)
            try await hub.add(rest, of: pupil, after: 240)
            #expect(try await numbers(whole, atMost: 250) == Array(1...250))
            #expect(try await numbers(rest, atMost: 10) == Array(241...250))
            #expect(try await room.professor.post(messages, ["text": "Now."]).status == 201)
            #expect(try await numbers(new, atMost: 1) == [251])
            #expect(try await numbers(rest, atMost: 1) == [251])
            #expect(
                try await eventually {
                    try await room.count(
                        "select count(*) from flotilla.conversation_messages where delivered_at is null") == 0
                })
            other.end()
            #expect(try await numbers(other, atMost: 1) == [])
        }
    }

    @Test("a stream that comes back gets 1,000 messages at most, and a place that is ahead of all begins with the next")
    func replay() async throws {
        try await with { room, hub, messages in
            try await fill(room, messages, 1010)
            let (back, ahead) = (listener(hub), listener(hub))
            try await hub.add(back, of: room.students[0].id, after: 0)
            try await hub.add(ahead, of: room.students[0].id, after: 5000)
            let found = try await numbers(back, atMost: 1000)
            #expect(found.first == 11 && found.count == 1000, "\(found.first ?? 0), \(found.count)")
            #expect(try await room.professor.post(messages, ["text": "Now."]).status == 201)
            #expect(try await numbers(ahead, atMost: 1) == [1011])
        }
    }

    @Test("a stream ends with the token by which it was opened: at its time, and when it is revoked") func tokens()
        async throws
    {
        try await with { room, hub, _ in
            let revoked = Switch()
            let (short, held) = (
                listener(hub, until: Date() + 0.2), listener(hub) { revoked.isOn.withLock { $0 } }
            )
            for listener in [short, held] { try await hub.add(listener, of: room.students[0].id, after: nil) }
            let limit = ContinuousClock.now + .seconds(30)
            func end(of listener: Listener) async throws -> Bool {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    group.addTask { try await numbers(listener, atMost: 1) == [] }
                    group.addTask {
                        try await Task.sleep(until: limit, clock: .continuous)
                        return false
                    }
                    defer { group.cancelAll() }
                    return try await group.next() ?? false
                }
            }
            #expect(try await end(of: short))
            revoked.isOn.withLock { $0 = true }
            #expect(try await end(of: held))
        }
    }
}
