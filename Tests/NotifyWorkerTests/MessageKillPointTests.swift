import FleetTestSupport
import Foundation
import Postgres
import TestSupport
import Testing

/// What becomes of messages whose notification is being made when the worker is killed.
@Suite(
    "A message's worker that is killed", FleetScope<DrillEnvironment>(), .logs(of: DrillEnvironment.self), .serialized)
struct MessageKillPointTests {
    enum Point: String, Sendable, CaseIterable {
        /// It is about to take the messages.
        case beforeTaking
        /// It has taken them, and its result is about to be written.
        case beforeCommit
    }

    let place: DrillEnvironment

    init() throws { place = try DrillEnvironment.current }

    /// Holds the lock of a statement until the gate opens.
    private func lock(_ statement: Query, _ locked: Gate, until released: Gate) -> Task<Void, any Error> {
        let database = place.fleet.database
        return Task {
            try await database.withConnection { connection in
                try await connection.transaction {
                    _ = try await connection.execute([statement])
                    locked.open()
                    await released.wait()
                }
            }
        }
    }

    private func isSomebodyWaiting() async throws -> Bool {
        try await place.fleet.count("select count(*) from pg_locks where not granted") > 0
    }

    @Test("the reader learns of them once", arguments: [true, false], Point.allCases)
    func once(killingSupervisor: Bool, _ point: Point) async throws {
        let fleet = place.fleet
        let pair = try await Pair(fleet)
        for number in 1...3 { try await pair.send("Message \(number)") }
        let jobs = try await pair.digests(fleet)
        let first = try #require(jobs.first)
        let (taken, taking) = (Gate(), Gate())
        let conversation = UUID(uuidString: pair.id)
        let messages = lock(
            "select id from conversation_messages where conversation_id = \(conversation) for update", taken,
            until: taking)
        await taken.wait()
        try await place.hasten([first])
        let worker = try await place.startWorker()
        #expect(try await eventually(within: .seconds(30)) { try await isSomebodyWaiting() })
        let (held, settling) = (Gate(), Gate())
        var result: Task<Void, any Error>?
        if point == .beforeCommit {
            result = lock("select id from jobs where id = \(first) for update", held, until: settling)
            await held.wait()
            taking.open()
            _ = try await messages.value
            let hasTaken = try await eventually(within: .seconds(30)) {
                let taken = try await fleet.count(
                    "select count(*) from conversation_messages where digest_id = \(first)")
                let isWaiting = try await isSomebodyWaiting()
                return taken == 3 && isWaiting
            }
            #expect(hasTaken)
        }
        if killingSupervisor {
            await worker.kill()
        } else {
            for child in worker.children { Foundation.kill(child, SIGKILL) }
        }
        _ = try await fleet.database.query("select pg_terminate_backend(pid) from pg_locks where not granted")
        taking.open()
        settling.open()
        _ = try? await messages.value
        _ = try? await result?.value
        let successor = killingSupervisor ? try await place.startWorker() : worker
        for job in jobs {
            let ended = try await place.admin.settled(job.uuidString.lowercased())
            #expect(ended["status"] == "succeeded", "\(ended)")
        }
        #expect(try await pair.requests(fleet) == 1)
        let isInBox = try await eventually(within: .seconds(30)) {
            try await !pair.pupil.caller.get("/notifications")["items"].array.isEmpty
        }
        #expect(isInBox)
        let items = try await pair.pupil.caller.get("/notifications")["items"].array
        #expect(items.count == 1 && items[0]["body"].string?.contains("3 nouveaux") == true, "\(items)")
        await successor.kill()
    }
}
