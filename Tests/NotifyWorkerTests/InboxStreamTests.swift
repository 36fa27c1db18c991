import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

extension NotifyFleet {
    /// What a stream of an inbox sends, whatever commits in whichever order.
    @Suite("Streams of inboxes") struct InboxStreamTests {
        let place: NotifyEnvironment

        init() throws { place = try NotifyEnvironment.current }

        /// An item as a worker writes it.
        /// - Parameter age: of the time that its row names.
        private func item(
            _ subject: String, for user: String, age: Double = 0
        ) -> [Query] {
            let id = UUID()
            let (user, tenant) = (UUID(uuidString: user), UUID(uuidString: place.school.id))
            return [
                """
                insert into notifications (id, tenant, subject, body, severity)
                values (\(id), \(tenant), \(subject), 'b', 'P3')
                """,
                """
                insert into inbox_items (user_id, notification_id, tenant, subject, body, severity, changed_at)
                values (\(user), \(id), \(tenant), \(subject), 'b', 'P3',
                    clock_timestamp() - \(age) * interval '1 second')
                """,
            ]
        }

        /// Writes an item, and commits it when the gate opens.
        private func writing(_ item: [Query], _ written: Gate, until released: Gate) -> Task<Void, any Error> {
            let database = place.fleet.database
            return Task {
                try await database.withConnection { connection in
                    try await connection.transaction {
                        _ = try await connection.execute(item)
                        written.open()
                        await released.wait()
                    }
                }
            }
        }

        /// Listens until an event has come that ends what came together.
        /// - Parameter count: of items that are waited for.
        private func listen(
            _ caller: Caller, after last: String? = nil, _ count: Int
        ) async throws -> (subjects: [String], place: String) {
            var subjects: [String] = []
            for try await event in try await caller.listen(
                at: "/notifications/events", after: last, within: .seconds(20))
            {
                if event.name == "notification" { subjects.append(event.json["subject"].string ?? "?") }
                if event.name == "unread", subjects.count >= count { return (subjects, event.id) }
            }
            throw Unexpected("the stream ended with \(subjects)")
        }

        @Test("an item whose transaction this server has not numbered yet, out of a dump of another, is not sent")
        func restored() async throws {
            let reader = try await place.join(place.school.caller)
            let start = try await listen(reader.caller, 0).place
            let restored: Query = """
                update inbox_items set created_xid = '9000000000000000000', changed_xid = '9000000000000000000'
                where user_id = \(UUID(uuidString: reader.id)) and subject = 'restored'
                """
            _ = try await place.fleet.database.withConnection { connection in
                try await connection.transaction {
                    try await connection.execute(item("restored", for: reader.id) + [restored])
                }
            }
            for query in item("own", for: reader.id) { try await place.fleet.database.query(query) }
            #expect(try await listen(reader.caller, after: start, 1).subjects == ["own"])
        }

        @Test(
            "an item that commits after a later one is sent to who comes back, once, and the later one is not sent again"
        )
        func late() async throws {
            let reader = try await place.join(place.school.caller)
            let start = try await listen(reader.caller, 0).place
            let (written, released) = (Gate(), Gate())
            let early = writing(item("early", for: reader.id), written, until: released)
            await written.wait()
            _ = try await place.fleet.database.execute(item("later", for: reader.id))
            let seen = try await listen(reader.caller, after: start, 1)
            #expect(seen.subjects == ["later"])
            released.open()
            try await early.value
            let rest = try await listen(reader.caller, after: seen.place, 1)
            #expect(rest.subjects == ["early"])
            _ = try await place.fleet.database.execute(item("last", for: reader.id))
            #expect(try await listen(reader.caller, after: rest.place, 1).subjects == ["last"])
            #expect(try await listen(reader.caller, after: start, 3).subjects.sorted() == ["early", "last", "later"])
        }

        @Test("an item whose transaction lasted minutes is sent to who listens")
        func slow() async throws {
            let reader = try await place.join(place.school.caller)
            let ear = try await reader.caller.listen(at: "/notifications/events", within: .seconds(20))
            var isOpen = false
            for try await event in ear {
                if event.name == "unread", !isOpen {
                    isOpen = true
                    _ = try await place.fleet.database.execute(item("slow", for: reader.id, age: 300))
                }
                if event.name == "notification" {
                    #expect(event.json["subject"] == "slow")
                    return
                }
            }
            Issue.record("it was not sent")
        }

        @Test("a place that is none of ours begins with what comes; one of a server that was replaced goes on")
        func places() async throws {
            let reader = try await place.join(place.school.caller)
            for id in ["1764540000000000", "5:3:", "1:9:4,x", "::", "0:1:"] {
                #expect(try await listen(reader.caller, after: id, 0).subjects == [])
            }
            let ahead = try await listen(reader.caller, after: "900000000000:900000000009:900000000003", 0)
            #expect(ahead.place == "900000000000:900000000009:900000000003")
            _ = try await place.fleet.database.execute(item("before", for: reader.id))
            #expect(try await listen(reader.caller, after: "1:1:", 1).subjects == ["before"])
        }
    }
}
