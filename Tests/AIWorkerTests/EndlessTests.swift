import FleetTestSupport
import Foundation
import ModelTestSupport
import TestSupport
import Testing

extension EndlessFleet {
    @Suite("Generations that last", .serialized) struct EndlessTests {
        let estate: EndlessEnvironment

        init() throws { estate = try EndlessEnvironment.current }

        private func started(as caller: Caller) async throws -> (id: String, job: String) {
            let document = try await estate.parts.document("The bridge has seven arches.", as: caller)
            let accepted = try await estate.parts.accepted(
                "answer", ["question": "Why?", "document_ids": [document["id"]], "language": "en"], as: caller)
            let (id, job) = (accepted["id"].string ?? "", accepted["job_id"].string ?? "")
            _ = try await caller.events(of: job) { $0.name == "chunk" }
            return (id, job)
        }

        private func end(_ id: String, as caller: Caller) async throws -> JSON {
            #expect(try await caller.send("DELETE", "/generations/\(id)").status == 202)
            return try await estate.parts.ended(id, as: caller)
        }

        @Test("one that is cancelled ends at the server too, within a second") func cancelled() async throws {
            let school = try await estate.fleet.signUp().caller
            let (id, _) = try await started(as: school)
            let server = try await ModelServer.shared(.endless)
            #expect(try await server.active() > 0)
            #expect(try await school.send("DELETE", "/generations/\(id)").status == 202)
            let asked = ContinuousClock.now
            let isIdle = try await eventually(within: .seconds(10)) { try await server.active() == 0 }
            #expect(isIdle)
            print("figure: idle \(Int((.now - asked) / .milliseconds(1))) ms after the cancellation was accepted")
            let generation = try await estate.parts.ended(id, as: school)
            #expect(generation["status"] == "cancelled" && generation["output"] == .null)
            // What was written until then was spent.
            let isCounted = try await eventually(within: .seconds(10)) {
                let call = try await school.get("/generations/\(id)")["attempts"].array.last ?? .null
                return call["outcome"] == "failed" && (call["completion_tokens"].int ?? 0) > 0
            }
            #expect(isCounted)
            #expect(try await school.send("DELETE", "/generations/\(id)").status == 409)
        }

        @Test("one whose worker is killed starts again, and its stream says so") func killed() async throws {
            let school = try await estate.fleet.signUp().caller
            let (id, job) = try await started(as: school)
            await estate.parts.killWorker()
            try await estate.parts.startWorker()
            let events = try await school.events(of: job) { $0.name == "chunk" && $0.attempt > 1 }
            #expect(events.contains { $0.name == "reset" })
            let generation = try await end(id, as: school)
            #expect(generation["status"] == "cancelled")
            let calls = generation["attempts"].array
            #expect(calls.count > 1 && calls.first?["outcome"] == "unknown")
            // The prompt was sent, whatever came of it.
            #expect((calls.first?["prompt_tokens"].int ?? 0) > 0)
        }
    }
}
