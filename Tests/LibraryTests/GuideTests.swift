import FleetTestSupport
import Foundation
import Operations
import TestSupport
import Testing

/// docs/adding-a-domain.md, applied to a copy of the sources and built: what it adds is there, and works.
@Suite struct GuideTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("the domain that the page adds is built, migrated, scheduled, served, and behind the wall between tenants")
    func domain() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "flotilla-guide-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let fleet = try await Fleet.start()
        do {
            let script = Self.root.appending(path: "Scripts/guide.sh").path
            let build = try await fleet.run("/bin/bash", [script, folder.path])
            try #require(build.status == 0, "\(build.all)")
            try await Self.use(fleet, folder.appending(path: "bin").path)
        } catch {
            Issue.record("\(error)\n\(fleet.logs)")
        }
        await fleet.stop()
    }

    private static func use(_ fleet: Fleet, _ programs: String) async throws {
        let migrated = try await fleet.run(programs + "/flotilla", ["migrate"])
        #expect(migrated.status == 0 && migrated.output.contains("applied 900 word_counts"), "\(migrated.all)")
        try await fleet.startAPI(program: programs + "/api")
        let (one, other) = (try await fleet.signUp().caller, try await fleet.signUp().caller)

        let accepted = try await one.post("/word-counts", ["text": "to be or not to be"])
        #expect(accepted.status == 202 && accepted.headers["Location"] == accepted["status_url"].string, "\(accepted)")
        let misspelt = try await one.post("/word-counts", ["txt": "to be"])
        #expect(misspelt.status == 422 && misspelt["errors"].array.count == 2, "\(misspelt)")
        let id = try #require(accepted["id"].string)
        _ = try await fleet.startWorker(programs + "/WordCountWorker")
        let job = try await one.settled(id)
        #expect(job["status"] == "succeeded" && job["result"]["words"] == 6, "\(job)")
        let counts = try await one.get("/word-counts")
        #expect(counts["items"][0]["job_id"].string == id && counts["items"][0]["words"] == 6, "\(counts)")
        let foreign = try await other.get("/word-counts")
        #expect(foreign.status == 200 && foreign["items"].array.isEmpty, "\(foreign)")

        _ = try await fleet.start(programs + "/enqueuer")
        let admin = try await fleet.user(role: "admin")
        #expect(
            try await eventually {
                try await admin.get("/schedules")["items"].array.contains { $0["name"] == "word-counts" }
            })
    }
}
