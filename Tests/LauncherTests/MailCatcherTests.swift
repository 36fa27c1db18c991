import Foundation
import Glibc
import Operations
import Testing

@testable import Launcher

@Suite("Mail that is caught", .timeLimit(.minutes(2)))
struct MailCatcherTests {
    private func fleet(
        in folder: TemporaryFolder, workers: String = "notify=1", environment: [String: String] = [:]
    ) throws -> LaunchedFleet {
        try LaunchedFleet(
            in: folder, arguments: ["--workers", workers], environment: environment,
            projectRoot: DemoFleet.projectRoot)
    }

    /// Sends by Python's client, to where the environment file says.
    private func send(_ subject: String, in fleet: LaunchedFleet) async throws {
        let script = """
            . "$FLEET/env"; python3 - "${SMTP_URL#smtp://}" '\(subject)' <<'END'
            import smtplib, sys
            host, port = sys.argv[1].split(":")
            with smtplib.SMTP(host, int(port)) as server:
                server.sendmail("a@x.test", ["b@x.test"], f"Subject: {sys.argv[2]}\\r\\n\\r\\n.\\r\\n.dots\\r\\n")
            END
            """
        #expect(try await fleet.shell(script).status.isSuccess)
    }

    @Test("without SMTP_URL mail lands in files, one line each, and a catcher that is killed goes on where it was")
    func catches() async throws {
        let folder = try TemporaryFolder()
        let fleet = try fleet(in: folder)
        try await fleet.waitUntilReady()
        #expect(
            await fleet.output.line(containing: "mail is caught, not sent: \(fleet.directory)/mails/0001.eml") != nil)
        let url = try #require(try await fleet.variables()["SMTP_URL"])
        #expect(await fleet.output.line(containing: "smtp=\(url)") != nil)
        try await send("first", in: fleet)
        #expect(await fleet.output.line(containing: "0001.eml for b@x.test: first") != nil)
        let text = try String(contentsOfFile: fleet.directory + "/mails/0001.eml", encoding: .utf8)
        #expect(text == "Subject: first\r\n\r\n.\r\n.dots\r\n")
        _ = try await fleet.kill("MAIL")
        let deadline = ContinuousClock.now + .seconds(20)
        let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
        while !PortPicker.isListening(port), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        try await send("second", in: fleet)
        #expect(await fleet.output.line(containing: "0002.eml for b@x.test: second") != nil)
        let variables = try await fleet.variables()
        #expect(variables["SMTP_URL"] == url)
        #expect(await fleet.stop() == .exited(0))
        #expect(LaunchedFleet.living(variables) == [])
    }

    @Test(
        "no catcher where the environment says how mail is sent, or no process sends any",
        arguments: [
            ("notify=1", ["SMTP_URL": "smtp://127.0.0.1:9"]),
            ("scan=1", [:]),
        ])
    func notNeeded(_ workers: String, _ environment: [String: String]) async throws {
        let folder = try TemporaryFolder()
        let fleet = try fleet(in: folder, workers: workers, environment: environment)
        try await fleet.waitUntilReady()
        #expect(await fleet.output.line(containing: "smtp=\(environment["SMTP_URL"] ?? "")") != nil)
        #expect(try await fleet.variables()["PID_MAIL"] == nil)
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("without Python the fleet runs, and one line says that no mail is sent")
    func noPython() async throws {
        let folder = try TemporaryFolder()
        // All programs but Python's.
        try FileManager.default.createDirectory(atPath: folder.path + "/path", withIntermediateDirectories: true)
        for place in ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/bin", "/sbin"] {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] where name != "python3" {
                symlink("\(place)/\(name)", "\(folder.path)/path/\(name)")
            }
        }
        let fleet = try fleet(in: folder, environment: ["PATH": folder.path + "/path"])
        try await fleet.waitUntilReady()
        #expect(await fleet.output.line(containing: "no mail is sent: what would keep it does not start") != nil)
        #expect(try await fleet.variables()["SMTP_URL"] == nil)
        #expect(await fleet.stop() == .exited(0))
    }
}
