import Foundation
import Glibc
import Operations
import Testing

@testable import Launcher

@Suite("The fleet, started and stopped", .serialized, .timeLimit(.minutes(3)))
struct FleetTests {
    static let nobody = geteuid() == 0 ? SystemUser(name: "nobody", group: "nogroup") : nil

    @Test(
        "starts its servers and processes in any folder, says where they are, and leaves nothing behind",
        arguments: ["plain", "with space & 'quote'", "ünï-çödé 🚢, \"comma\"", String(repeating: "long-", count: 45)])
    func startAndStop(name: String) async throws {
        let folder = try TemporaryFolder(name)
        let fleet = try LaunchedFleet(in: folder, environment: ["METRICS_PORT": "0"])
        try await fleet.waitUntilReady()
        let variables = try await fleet.variables()
        let mode = try FileManager.default.attributesOfItem(atPath: fleet.directory + "/env")[.posixPermissions]
        #expect((mode as? NSNumber)?.intValue == 0o600)
        #expect(variables["ADMIN_TOKEN"] == "admin's token")
        #expect(variables["METRICS_URL_ENQUEUER"]?.hasPrefix("http://127.0.0.1:") == true)
        let names = ["API", "ENQUEUER", "SCAN_1", "SCAN_1_EXECUTOR", "NOTIFY_1", "REDIS", "POSTGRES"]
        for name in names { #expect(variables["PID_\(name)"] != nil, "no PID_\(name)") }
        #expect(LaunchedFleet.living(variables).count == variables.keys.count { $0.hasPrefix("PID_") })

        // From any user of the system, by password alone; and no superuser.
        #expect(
            try await fleet.query(
                "select current_user || usesuper from pg_user where usename = current_user", as: Self.nobody)
                == "flotillafalse")
        #expect(try await fleet.query("show synchronous_commit") == "on")
        // Root's alone are the launcher and its files.
        for name in names {
            let pid = try #require(variables["PID_\(name)"])
            let status = PrivateFile.read("/proc/\(pid)/status") ?? ""
            let uids = status.split(separator: "\n").first { $0.hasPrefix("Uid:") }?.split(separator: "\t").dropFirst()
            #expect(uids?.isEmpty == false && !uids!.contains("0"), "\(name) runs as \(uids ?? [])")
        }
        #expect(try await fleet.redis("config", "get", "maxmemory-policy") == "maxmemory-policy")
        #expect(try await fleet.redis("ping") == "PONG")

        #expect(await fleet.stop() == .exited(0))
        #expect(LaunchedFleet.living(variables) == [])
        #expect(!FileManager.default.fileExists(atPath: fleet.directory + "/env"))
        #expect(fleet.databaseProcesses.isEmpty)
    }

    @Test("keeps the database from one start to the next, and Redis empty")
    func restart() async throws {
        let folder = try TemporaryFolder()
        let first = try LaunchedFleet(in: folder)
        try await first.waitUntilReady()
        #expect(try await first.query("create table kept as select 42 as answer") == "")
        #expect(try await first.redis("set", "gone", "1") == "OK")
        #expect(await first.stop(signal: SIGINT) == .exited(0))
        let second = try LaunchedFleet(in: folder)
        try await second.waitUntilReady()
        #expect(try await second.query("select answer from kept") == "42")
        #expect(try await second.redis("dbsize") == "0")
        #expect(await second.stop() == .exited(0))
    }

    @Test("a server that is killed is back on the same port; PostgreSQL has kept what was committed, Redis nothing")
    func killedServers() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(in: folder)
        try await fleet.waitUntilReady()
        let before = try await fleet.variables()
        #expect(try await fleet.query("create table kept as select 42 as answer") == "")
        #expect(try await fleet.redis("set", "gone", "1") == "OK")
        for name in ["POSTGRES", "REDIS"] {
            let successor = try await fleet.kill(name)
            #expect(before["PID_\(name)"] != String(successor))
        }
        let after = try await fleet.variables()
        #expect(after["DATABASE_URL"] == before["DATABASE_URL"] && after["REDIS_URL"] == before["REDIS_URL"])
        let deadline =
            "PGCONNECT_TIMEOUT=1; until psql -XAtq \"$DATABASE_URL\" -c 'select answer from kept' 2>/dev/null; do :; done"
        #expect(try await fleet.shell(". \"$FLEET/env\"; \(deadline)").lines == ["42"])
        let dbsize = "until redis-cli --no-auth-warning -u \"$REDIS_URL\" dbsize 2>/dev/null; do :; done"
        #expect(try await fleet.shell(". \"$FLEET/env\"; \(dbsize)").lines.last == "0")
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("a process that is killed is back within a second, and so is the file's word of an executor")
    func killedProcesses() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(in: folder)
        try await fleet.waitUntilReady()
        let others = try await fleet.variables()
        for name in ["API", "SCAN_1", "NOTIFY_1_EXECUTOR"] {
            let killedAt = ContinuousClock.now
            let successor = try await fleet.kill(name)
            #expect(ContinuousClock.now - killedAt < .seconds(1), "\(name) took too long")
            #expect(others["PID_\(name)"] != String(successor))
        }
        #expect(try await fleet.variables()["PID_ENQUEUER"] == others["PID_ENQUEUER"])
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("what answers requests, killed nine times in a row, serves again within a second")
    func killedAPI() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(in: folder)
        try await fleet.waitUntilReady()
        let url = try #require(try await fleet.variables()["API_URL"])
        var (pid, times) = (try await fleet.pid("API"), [Duration]())
        for _ in 0..<9 {
            let (from, killedAt) = (fleet.output.lines.count, ContinuousClock.now)
            kill(pid, SIGKILL)
            let line = try #require(await fleet.output.line(containing: "PID_API is", from: from))
            try await fleet.shell("until curl -sf -m 1 '\(url)/readyz'; do sleep 0.02; done")
            times.append(.now - killedAt)
            pid = try #require(line.split(separator: " ").dropLast().last.flatMap { Int32($0) })
        }
        let told = times.map { Int($0 / .milliseconds(1)) }
        print("figure: the API, killed \(times.count) times, was ready again after \(told) ms")
        // A start that waits longer after each end would be over the first bound; the second is for a busy machine.
        #expect(times.sorted()[4] < .seconds(1) && times.allSatisfy { $0 < .seconds(3) })
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("a process that refuses its configuration stops everything, and its reason is shown")
    func refusedConfiguration() async throws {
        let folder = try TemporaryFolder()
        var programs = StandIns.standard
        programs["NotifyWorker"] = StandIns.misconfigured
        let fleet = try LaunchedFleet(in: folder, programs: programs)
        #expect(await fleet.process.waitForExit(within: .seconds(60)) == .exited(1), "\(fleet.text)")
        #expect(await fleet.output.line(containing: "notify-1 cannot run: CONCURRENCY held \"many\"") != nil)
        #expect(fleet.databaseProcesses.isEmpty)
    }

    @Test("workers drain before the API and the servers stop")
    func order() async throws {
        let folder = try TemporaryFolder()
        var programs = StandIns.standard
        // Proves with its last breath that the servers are still there.
        programs["NotifyWorker"] = """
            #!/bin/bash
            trap 'psql -XAtq "$DATABASE_URL" -c "select 7 * 6" && redis-cli --no-auth-warning -u "$REDIS_URL" ping; exit 0' TERM
            while :; do sleep 0.05; done
            """
        let fleet = try LaunchedFleet(in: folder, programs: programs)
        try await fleet.waitUntilReady()
        #expect(await fleet.stop() == .exited(0))
        #expect(await fleet.output.line(containing: "notify-1   | 42") != nil)
        #expect(await fleet.output.line(containing: "notify-1   | PONG") != nil)
        #expect(await fleet.output.line(containing: "scan-1     | drained") != nil)
    }

    @Test("a second Ctrl-C does not wait for what does not stop")
    func secondSignal() async throws {
        let folder = try TemporaryFolder()
        var programs = StandIns.standard
        programs["NotifyWorker"] = StandIns.deaf
        let fleet = try LaunchedFleet(in: folder, programs: programs)
        try await fleet.waitUntilReady()
        let variables = try await fleet.variables()
        fleet.process.signal(SIGINT)
        _ = await fleet.output.line(containing: "heard and ignored")
        let askedAgain = ContinuousClock.now
        #expect(await fleet.stop(signal: SIGINT) == .exited(0))
        #expect(ContinuousClock.now - askedAgain < .seconds(5))
        #expect(LaunchedFleet.living(variables) == [])
    }

    @Test("a process that does not stop is killed after the grace")
    func grace() async throws {
        let folder = try TemporaryFolder()
        var programs = StandIns.standard
        programs["NotifyWorker"] = StandIns.deaf
        let fleet = try LaunchedFleet(in: folder, programs: programs, environment: ["SHUTDOWN_GRACE": "0s"])
        try await fleet.waitUntilReady()
        let variables = try await fleet.variables()
        #expect(await fleet.stop() == .exited(0))
        #expect(LaunchedFleet.living(variables) == [])
    }

    @Test("one folder has one fleet: the second start says so and ends")
    func secondStart() async throws {
        let folder = try TemporaryFolder()
        let fleet = try LaunchedFleet(in: folder)
        try await fleet.waitUntilReady()
        let before = try await fleet.variables()
        let second = try LaunchedFleet(in: folder)
        #expect(await second.process.waitForExit(within: .seconds(20)) == .exited(1))
        #expect(await second.output.line(containing: "already running (process \(fleet.process.pid))") != nil)
        #expect(try await fleet.variables() == before)
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("after a launcher was killed nothing lives on, and the next start works")
    func killedLauncher() async throws {
        let folder = try TemporaryFolder()
        var programs = StandIns.standard
        programs["NotifyWorker"] = StandIns.deaf
        let first = try LaunchedFleet(in: folder, programs: programs)
        try await first.waitUntilReady()
        let left = try await first.variables()
        first.process.signal(SIGKILL)
        _ = await first.process.waitForExit()
        let second = try LaunchedFleet(in: folder, programs: StandIns.standard)
        try await second.waitUntilReady()
        #expect(LaunchedFleet.living(left) == [])
        #expect(try await second.query("select 1") == "1")
        #expect(await second.stop() == .exited(0))
    }

    @Test("servers that the environment names are used, and neither started nor stopped")
    func givenServers() async throws {
        let folder = try TemporaryFolder()
        let owner = try LaunchedFleet(in: folder)
        try await owner.waitUntilReady()
        let theirs = try await owner.variables()
        let given = ["DATABASE_URL", "REDIS_URL"].reduce(into: [String: String]()) { $0[$1] = theirs[$1] }
        let guest = try LaunchedFleet(in: folder, directory: folder.path + "/guest", environment: given)
        try await guest.waitUntilReady()
        let variables = try await guest.variables()
        #expect(variables["PID_POSTGRES"] == nil && variables["PID_REDIS"] == nil)
        #expect(variables["DATABASE_URL"] == theirs["DATABASE_URL"])
        #expect(await guest.stop() == .exited(0))
        #expect(try await owner.query("select 1") == "1")
        #expect(try await owner.redis("ping") == "PONG")
        #expect(await owner.stop() == .exited(0))
    }

    @Test("root's closed folder does not keep PostgreSQL's user from its data", .enabled(if: geteuid() == 0))
    func closedFolder() async throws {
        let folder = try TemporaryFolder()
        let closed = folder.path + "/closed"
        try FileManager.default.createDirectory(
            atPath: closed, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let fleet = try LaunchedFleet(in: folder, directory: closed + "/fleet")
        try await fleet.waitUntilReady()
        let named = try #require(PrivateFile.read(fleet.directory + "/postgres.location"))
        let place = String(named.dropLast())
        let home = PrivateFile.read(fleet.directory + "/home.location").map { String($0.dropLast()) }
        defer {
            for folder in [place, home].compactMap(\.self) { try? FileManager.default.removeItem(atPath: folder) }
        }
        #expect(place.hasPrefix("/var/lib/flotilla-"))
        #expect(try await fleet.query("select 1") == "1")
        #expect(await fleet.stop() == .exited(0))
    }

    @Test("lost secrets are made again, and the database keeps its rows under a new password")
    func lostSecrets() async throws {
        let folder = try TemporaryFolder()
        let first = try LaunchedFleet(in: folder)
        try await first.waitUntilReady()
        let before = try await first.variables()
        #expect(try await first.query("create table kept as select 42 as answer") == "")
        #expect(await first.stop() == .exited(0))
        unlink(first.directory + "/secrets")
        let second = try LaunchedFleet(in: folder)
        try await second.waitUntilReady()
        #expect(try await second.variables()["DATABASE_URL"] != before["DATABASE_URL"])
        #expect(try await second.query("select answer from kept") == "42")
        #expect(await second.stop() == .exited(0))
    }

    @Test("half a data folder, left by a start that was cut off, is made anew")
    func halfMadeData() async throws {
        let folder = try TemporaryFolder()
        let first = try LaunchedFleet(in: folder)
        try await first.waitUntilReady()
        #expect(await first.stop() == .exited(0))
        unlink(first.directory + "/postgres/complete")
        try FileManager.default.removeItem(atPath: first.directory + "/postgres/data/global")
        let second = try LaunchedFleet(in: folder)
        try await second.waitUntilReady()
        #expect(try await second.query("select 1") == "1")
        #expect(await second.stop() == .exited(0))
    }
}
