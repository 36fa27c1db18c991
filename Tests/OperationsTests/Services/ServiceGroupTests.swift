import Foundation
import Glibc
import Reactor
import Testing

@testable import Operations

@Suite("A process of services")
struct ServiceGroupTests {
    // Where times are measured, other tests' work must not come between.
    private static let loop = EventLoop(name: "services")

    /// Starts the probe with these services and waits until the last of them runs.
    private func start(_ grace: Int, _ services: [String]) async throws -> ChildProcess {
        let child = try ChildProcess.spawn(
            executable: TestSupport.probe, arguments: ["services", "\(grace)"] + services, standardOutput: .pipe,
            standardError: .pipe, on: Self.loop)
        let last = services.last?.split(separator: ":").first ?? ""
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "run \(last)") != nil)
        return child
    }

    @Test(
        "a signal stops the services in reverse order and the process ends with 0", .timeLimit(.minutes(1)),
        arguments: [SIGTERM, SIGINT, SIGHUP])
    func stops(signal: Int32) async throws {
        let child = try await start(10_000, ["database:good", "server:good", "worker:good"])
        child.signal(signal)
        let lines = await TestSupport.lines(of: child.standardOutput).filter {
            $0.hasPrefix("stop") || $0.hasPrefix("end")
        }
        #expect(
            lines == ["stop worker", "end worker", "stop server", "end server", "stop database", "end database"])
        #expect(await child.ended() == .exited(0))
    }

    @Test(
        "a stuck service does not hold the exit beyond the grace; it is named, and the others stop",
        .timeLimit(.minutes(1)), arguments: ["stuck", "hog"])
    func stuck(kind: String) async throws {
        let child = try await start(1000, ["database:good", "jammed:\(kind)"])
        let begin = ContinuousClock.now
        child.signal(SIGTERM)
        #expect(await child.ended() == .exited(1))
        #expect(try #require(child.endedAt) - begin < .milliseconds(1500))
        let log = await TestSupport.lines(of: child.standardError)
        #expect(log.contains { $0.contains("given up") && $0.contains("jammed") })
        if kind == "stuck" {
            #expect(await TestSupport.lines(of: child.standardOutput).contains("end database"))
        }
    }

    @Test(
        "a process whose event loop or whose pool of threads is held for longer than its limit ends by itself, and names the cause",
        .timeLimit(.minutes(1)), arguments: ["blocks", "hog"])
    func wedged(kind: String) async throws {
        let child = try TestSupport.shell(
            "PROBE_STALL=2 exec \(TestSupport.probe) services 1000 database:good jammed:\(kind) 2>&1")
        #expect(await child.ended() == .exited(70))
        #expect(await TestSupport.lines(of: child.standardOutput).contains { $0.contains("no progress") })
    }

    @Test("a process that was frozen for longer than that goes on", .timeLimit(.minutes(1)))
    func thawed() async throws {
        let child = try TestSupport.shell(
            "PROBE_STALL=3 exec \(TestSupport.probe) services 1000 database:good worker:good 2>/dev/null")
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "run worker") != nil)
        child.signal(SIGSTOP)
        try await Task.sleep(for: .seconds(5))
        child.signal(SIGCONT)
        try await Task.sleep(for: .milliseconds(1500))
        child.signal(SIGTERM)
        #expect(await child.ended() == .exited(0))
    }

    @Test("a second SIGINT ends the process at once with 130", .timeLimit(.minutes(1)))
    func secondInterrupt() async throws {
        let child = try await start(60_000, ["jammed:stuck"])
        child.signal(SIGINT)
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "stop jammed") != nil)
        child.signal(SIGTERM)
        child.signal(SIGINT)
        #expect(await child.ended() == .exited(130))
    }

    @Test(
        "a service that throws or returns ends the process with 1, after the others have stopped",
        .timeLimit(.minutes(1)), arguments: ["throws", "returns", "refuses"])
    func endsEarly(kind: String) async throws {
        let child = try TestSupport.probe("services", "5000", "database:good", "broken:\(kind)", standardError: .pipe)
        #expect(await child.ended() == .exited(1))
        #expect(await TestSupport.lines(of: child.standardOutput).contains("end database"))
        let log = await TestSupport.lines(of: child.standardError)
        #expect(log.contains { $0.contains("service ended") && $0.contains("\"service\":\"broken\"") })
    }

    @Test("under nohup a hang-up is not a stop", .timeLimit(.minutes(1)))
    func nohup() async throws {
        let child = try TestSupport.shell("trap '' HUP; exec \(TestSupport.probe) services 5000 only:good 2>/dev/null")
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "run only") != nil)
        child.signal(SIGHUP)
        child.signal(SIGTERM)
        let lines = await TestSupport.lines(of: child.standardOutput)
        #expect(lines == ["stop only", "end only"])
        #expect(await child.ended() == .exited(0))
    }

    @Test("a group can be stopped by a call, with no signal handled", .timeLimit(.minutes(1)))
    func byCall() async {
        let sink = MemoryLogSink()
        let service = CallableService()
        let group = ServiceGroup(
            [service], grace: .seconds(5), logger: Logger(label: "test", sink: sink), handlesSignals: false,
            on: TestSupport.loop)
        async let status = group.run()
        await service.untilRunning()
        await group.stop()
        #expect(await status == 0)
        #expect(sink.lines.last?.contains("\"message\":\"stopped\"") == true)
    }

    @Test("however many services there are, each has its time to stop", .timeLimit(.minutes(1)))
    func many() async {
        let services = (0..<60).map { _ in CallableService() }
        let group = ServiceGroup(
            services, grace: .seconds(5), logger: Logger(label: "test", sink: MemoryLogSink()), handlesSignals: false,
            on: TestSupport.loop)
        async let status = group.run()
        for service in services { await service.untilRunning() }
        await group.stop()
        #expect(await status == 0)
    }
}

private final class CallableService: Service {
    let name = "callable"
    private let (running, runs) = AsyncStream.makeStream(of: Void.self)
    private let (stops, stopper) = AsyncStream.makeStream(of: Void.self)

    func run() async throws {
        runs.yield()
        for await _ in stops { break }
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopper.yield() }

    func untilRunning() async {
        for await _ in running { break }
    }
}
