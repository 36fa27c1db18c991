import FleetTestSupport
import Foundation
import TestSupport
import Testing

@Suite("The school, from a path to the bill") struct SchoolRoadTests {
    private static func report(_ text: String) {
        FileHandle.standardOutput.write(Data("figure: \(text)\n".utf8))
    }

    /// Runs `body` with a fleet of its own.
    private static func withFleet<Value: Sendable>(
        _ domain: String, _ body: (SchoolFleet) async throws -> Value
    ) async throws -> Value {
        let place = try await SchoolFleet.start(domain: domain)
        do {
            let value = try await body(place)
            await place.stop()
            return value
        } catch {
            await place.stop()
            throw error
        }
    }

    private static func calm() async throws -> Outcome {
        try await withFleet("calm.school.test") { place in
            let script = try await SchoolScript(place, nil)
            try await script.run()
            try await place.settled(script.tenant)
            return try await Outcome(of: script)
        }
    }

    private static func disturbed() async throws -> (first: Outcome, second: Outcome, answers: [String]) {
        try await withFleet("killed.school.test") { place in
            let disturbance = Disturbance(place, seed: Settings.seed)
            let script = try await SchoolScript(place, disturbance)
            let killing = Task { await disturbance.run() }
            defer { killing.cancel() }
            try await script.run()
            let answers = try await script.repeatAll()
            // Into the digests of messages and the reminders.
            _ = try await eventually(within: .seconds(40)) {
                try await script.lea.caller.get("/notifications")["items"].array.count >= 4
            }
            killing.cancel()
            await killing.value
            try await place.settled(script.tenant)
            let first = try await Outcome(of: script)
            let more = try await script.repeatAll()
            try await place.settled(script.tenant)
            report("seed \(Settings.seed), killed: \(disturbance.kills.sorted { $0.key < $1.key })")
            return (first, try await Outcome(of: script), answers + more)
        }
    }

    @Test(
        "a path is made, revised, talked about and billed; with workers killed and every request sent again: the same rows, and nobody learns of anything twice",
        .timeLimit(.minutes(4)))
    func whole() async throws {
        let start = ContinuousClock.now
        async let undisturbed = Self.calm()
        async let killed = Self.disturbed()
        let (calm, (first, second, answers)) = try await (undisturbed, killed)
        for line in calm.lines { Self.report("undisturbed, \(line)") }
        for line in second.lines { Self.report("killed, \(line)") }
        Self.report("\(calm.rows.count) kinds of rows after \(ContinuousClock.now - start)")

        #expect(answers == [], "what is sent again is answered as before")
        #expect(first.differences(from: calm) == [], "seed \(Settings.seed)")
        #expect(second.differences(from: calm) == [], "seed \(Settings.seed)")
        #expect(second == first, "the second run changes nothing")
        #expect(calm.inboxes.mapValues(\.count) == ["school": 1, "Ada": 4, "Lea": 4, "Tom": 2], "\(calm.inboxes)")
        #expect(calm.unknown.values.allSatisfy { $0 == 0 })
        #expect(calm.mails.mapValues(\.count) == ["school": 1, "Ada": 5, "Lea": 5, "Tom": 3], "\(calm.mails)")
        #expect(calm.rows.contains("session of step 1, score 100, progress 50"))
        #expect(calm.rows.contains("appointment Arches accepted, room true, reminders 2"))
    }
}
