import FleetTestSupport
import Foundation
import Testing

/// The commands of `docs/billing.md`, one after the other, as a reader types them.
@Suite("The page about billing", FleetScope<BillingEnvironment>(), .logs(of: BillingEnvironment.self))
struct GuidePageTests {
    let place: BillingEnvironment

    init() throws { place = try BillingEnvironment.current }

    @Test("each of its commands does what it says", .timeLimit(.minutes(2)))
    func commands() async throws {
        let service = try await place.fleet.user(role: "service")
        let school = try await place.fleet.signUp()
        var environment = [
            "API_URL": place.admin.url + "/api/v1", "ADMIN_TOKEN": place.admin.token ?? "",
            "SERVICE_TOKEN": service.token ?? "", "TOKEN": school.caller.token ?? "", "SCHOOL": school.id,
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        let blocks = try Self.blocks()
        #expect(blocks.count >= 6)
        for block in blocks {
            if block.contains("$ID/") {
                environment["ID"] = try await school.caller.get("/invoices")["items"][0]["id"].string
            }
            let (status, output) = try await Self.run(block, environment)
            #expect(status == 0, "\(block)\n\(output)")
            if block.contains("/billing/runs") {
                for run in try await place.admin.get("/billing/runs")["items"].array.prefix(2) {
                    let ended = try await place.finished("/billing/runs/\(run["id"].string ?? "")")
                    #expect(ended["status"] == "succeeded", "\(ended)")
                }
            }
        }
        // What they made: the invoice of October is taken back by a credit note.
        let made = try await school.caller.get("/invoices")["items"].array
        #expect(made.compactMap { $0["kind"].string } == ["credit_note", "invoice"], "\(made)")
    }

    /// Every `sh` block.
    private static func blocks() throws -> [String] {
        let page = URL(filePath: #filePath).appending(path: "../../../docs/billing.md").standardized
        return try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
    }

    private static func run(_ block: String, _ environment: [String: String]) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        // What is refused fails, with the reason.
        process.arguments = ["-euc", "curl() { command curl --fail-with-body --max-time 30 \"$@\"; }\n" + block]
        process.environment = environment
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        let output = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                continuation.resume(
                    returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return (process.terminationStatus, output)
    }
}
