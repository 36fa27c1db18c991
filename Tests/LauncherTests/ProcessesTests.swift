import Foundation
import Glibc
import Operations
import Reactor
import Synchronization
import Testing

@testable import Launcher

@Suite("Processes and their lines")
struct ProcessesTests {
    private func sleeper(on loop: EventLoop) throws -> ChildProcess {
        try ProcessCommand("sleep", ["1000"]).spawn(on: loop)
    }

    @Test("leftovers are ended by number and start time together, and only those of this boot")
    func leftovers() async throws {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let (recorded, reused) = (try sleeper(on: loop), try sleeper(on: loop))
        let identity = try #require(ProcessIdentity(of: recorded.pid))
        let other = try #require(ProcessIdentity(of: reused.pid))
        let stranger = ProcessIdentity(pid: other.pid, startTime: other.startTime - 1)

        let text = Leftovers([identity, stranger]).text
        let lines = text.split(separator: "\n")
        let otherBoot = (["another-boot"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
        #expect(await Leftovers(text: otherBoot).end(grace: .zero) == 0)
        #expect(identity.isAlive)

        #expect(await Leftovers(text: text).end(grace: .seconds(5)) == 1)
        #expect(await recorded.waitForExit() == .signalled(SIGTERM))
        #expect(other.isAlive)
        reused.signal(SIGKILL)
    }

    @Test("a leftover that does not stop when asked is killed", .timeLimit(.minutes(1)))
    func deafLeftover() async throws {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let deaf = try ProcessCommand("bash", ["-c", StandIns.deaf]).spawn(on: loop)
        let output = Transcript(of: deaf.standardOutput, on: loop)
        _ = await output.line(containing: "ready")
        let identity = try #require(ProcessIdentity(of: deaf.pid))
        #expect(await Leftovers([identity]).end(grace: .milliseconds(50)) == 1)
        #expect(await deaf.waitForExit() == .signalled(SIGKILL))
    }

    @Test("a command that ended is over, though what it started has its output", .timeLimit(.minutes(1)))
    func heldPipe() async throws {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let command = ProcessCommand("sh", ["-c", "setsid sleep 1000 & echo $!"])
        let result = try await ShortCommand(command: command, limit: .seconds(30), loop: loop).run()
        #expect(result.status == .exited(0))
        let left = try #require(result.lines.first.flatMap { Int32($0) })
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test("a record that is no record ends nothing", arguments: ["", "\n\n", "junk", "1 2 3\nx y\n", "boot\n1"])
    func malformedRecord(text: String) async {
        #expect(await Leftovers(text: text).end(grace: .zero) == 0)
    }

    @Test("each line carries its process's name, in one column")
    func prefixes() async {
        let written = Mutex("")
        let log = LogMultiplexer(width: 6, isColoured: false) { data in
            written.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        log.write("api", "one")
        log.write("scan-1", "two | three")
        await log.flush(within: .seconds(10))
        #expect(written.withLock { $0 } == "api    | one\nscan-1 | two | three\n")
    }

    @Test("a reader that stands still blocks no process: lines are dropped, and their number is logged")
    func blockedReader() async {
        let gate = DispatchSemaphore(value: 0)
        let written = Mutex(Data())
        let log = LogMultiplexer(width: 3, isColoured: false) { data in
            gate.wait()
            written.withLock { $0 += data }
        }
        let line = String(repeating: "x", count: 1 << 10)
        for _ in 0..<10_000 { log.write("api", line) }
        for _ in 0..<10 { gate.signal() }
        await log.flush(within: .seconds(10))
        let text = written.withLock { String(decoding: $0, as: UTF8.self) }
        #expect(text.utf8.count < 2 * LogMultiplexer.maximumPendingBytes)
        #expect(text.contains("lines were dropped"))
    }

    @Test("only the API learns the secret of tokens; each process learns its own metrics port; clouds go to scanners")
    func environments() throws {
        let plan = FleetMember.plan(.sample, counts: nil) { _ in true }.members
        let environment = FleetEnvironment(
            base: ["JWT_SECRET": "from outside", "AWS_SESSION_TOKEN": "old", "KEPT": "1", "METRICS_PORT": "0"],
            databaseURL: Secret("postgresql://x"), serviceURL: Secret("postgresql://x"), redisURL: Secret("redis://y"),
            apiURL: "http://127.0.0.1:1",
            apiPort: 1, jwtSecret: Secret("s"), adminToken: Secret("t"), cloud: ["AWS_ENDPOINT_URL": "http://cloud"],
            mail: ["SMTP_URL": "smtp://mail"], seller: ["FLOTILLA_SELLER_FILE": "/seller.json"],
            metricsPorts: ["enqueuer": 5, "scan-1": 6], showsText: true)
        let byName = Dictionary(uniqueKeysWithValues: plan.map { ($0.name, environment.variables(for: $0)) })
        let api = try #require(byName["api"])
        let scan = try #require(byName["scan-1"])
        let notify = try #require(byName["notify-1"])
        #expect(api["JWT_SECRET"] == "s" && scan["JWT_SECRET"] == nil && notify["JWT_SECRET"] == nil)
        #expect(api["PORT"] == "1" && api["METRICS_PORT"] == nil && scan["METRICS_PORT"] == "6")
        #expect(scan["AWS_ENDPOINT_URL"] == "http://cloud" && scan["AWS_SESSION_TOKEN"] == nil)
        #expect(notify["AWS_ENDPOINT_URL"] == nil)
        #expect(notify["SMTP_URL"] == "smtp://mail" && api["SMTP_URL"] == "smtp://mail")
        #expect(byName.values.allSatisfy { $0["FLOTILLA_SELLER_FILE"] == "/seller.json" })
        #expect(byName.values.allSatisfy { $0["KEPT"] == "1" && $0["LOG_FORMAT"] == "text" })
        let file = environment.file(pids: [("API", 7)], members: plan)
        #expect(file["METRICS_URL_SCAN_1"] == "http://127.0.0.1:6" && file["PID_API"] == "7")
        #expect(file["ADMIN_TOKEN"] == "t" && file["AWS_ENDPOINT_URL"] == "http://cloud")
        #expect(file["SMTP_URL"] == "smtp://mail")
    }
}
