import Foundation
import Glibc
import Reactor
import Testing

@testable import Operations

@Suite("Child processes", .timeLimit(.minutes(1)))
struct ChildProcessTests {
    // Where times are measured, other tests' work must not come between.
    private static let loop = EventLoop(name: "children")

    private func spawn(_ script: String, usesPidfd: Bool) throws -> ChildProcess {
        try ChildProcess.spawn(
            executable: "/bin/sh", arguments: ["-c", script], environment: nil, descriptors: [:],
            standardOutput: .pipe, standardError: .inherit, newProcessGroup: false, workingDirectory: nil,
            maximumLineBytes: 1024, usesPidfd: usesPidfd, on: Self.loop)
    }

    @Test("the exit status is the child's, or the signal that ended it", arguments: [true, false])
    func status(usesPidfd: Bool) async throws {
        #expect(try await spawn("exit 0", usesPidfd: usesPidfd).ended() == .exited(0))
        #expect(try await spawn("exit 77", usesPidfd: usesPidfd).ended() == .exited(77))
        #expect(try await spawn("kill -15 $$", usesPidfd: usesPidfd).ended() == .signalled(SIGTERM))
    }

    @Test("a child killed with SIGKILL is reported at once, to everybody who waits", arguments: [true, false])
    func killed(usesPidfd: Bool) async throws {
        let child = try spawn("echo up; exec sleep 60", usesPidfd: usesPidfd)
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "up") != nil)
        #expect(child.exitStatus == nil)
        async let first = child.ended()
        async let second = child.ended()
        let begin = ContinuousClock.now
        #expect(child.signal(SIGKILL))
        #expect(await [first, second] == [.signalled(SIGKILL), .signalled(SIGKILL)])
        #expect(try #require(child.endedAt) - begin < .milliseconds(500))
        #expect(child.exitStatus == .signalled(SIGKILL))
    }

    @Test("a child that is not waited for leaves no zombie, and gets no signal once it is gone")
    func noZombie() async throws {
        let child = try TestSupport.shell("exit 3")
        #expect(await child.ended() == .exited(3))
        #expect(kill(child.pid, 0) == -1 && errno == ESRCH)
        #expect(!child.signal(SIGKILL))
        #expect(await child.waitForExit(within: .zero) == .exited(3))
    }

    @Test("a wait with a limit ends there, and the child runs on")
    func limitedWait() async throws {
        let child = try TestSupport.shell("exec sleep 60")
        #expect(await child.waitForExit(within: .milliseconds(10)) == nil)
        #expect(await child.terminate(grace: .seconds(10)) == .signalled(SIGTERM))
    }

    @Test("one that ignores SIGTERM is killed after the grace")
    func terminate() async throws {
        let child = try TestSupport.shell("trap '' TERM; echo up; while :; do sleep 1; done")
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "up") != nil)
        #expect(await child.terminate(grace: .milliseconds(50)) == .signalled(SIGKILL))
    }

    @Test("a group of its own gets a signal as a whole")
    func group() async throws {
        let child = try TestSupport.shell("sleep 60 & echo up; wait", newProcessGroup: true)
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "up") != nil)
        #expect(getpgid(child.pid) == child.pid)
        #expect(child.signalGroup(SIGKILL))
        #expect(await child.ended() == .signalled(SIGKILL))
        // The pipe closes only when the sleep is gone too.
        #expect(await TestSupport.lines(of: child.standardOutput).isEmpty)
    }

    @Test("arguments, environment and working directory arrive as given")
    func inputs() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            let child = try TestSupport.shell(
                #"printf '%s|' "$A" "$HOME"; pwd"#, environment: ["A": "x y\"'é"], workingDirectory: directory.path)
            #expect(await TestSupport.lines(of: child.standardOutput) == ["x y\"'é||\(directory.path)"])
        }
    }

    @Test("a program or a folder that is not there is an error, not a child")
    func missing() {
        #expect(throws: SystemError(call: "posix_spawn", code: ENOENT)) {
            try ChildProcess.spawn(executable: "/nonexistent/program", on: TestSupport.loop)
        }
        #expect(throws: SystemError(call: "posix_spawn", code: ENOENT)) {
            try TestSupport.shell("true", workingDirectory: "/nonexistent")
        }
    }

    @Test("output can go to a file, which is appended to, and to nowhere")
    func outputs() async throws {
        try await TestSupport.inTemporaryDirectory { directory in
            let path = directory.appending(path: "out").path
            for text in ["one", "two"] {
                let child = try ChildProcess.spawn(
                    executable: "sh", arguments: ["-c", "echo \(text); echo noise >&2"], standardOutput: .file(path),
                    standardError: .null, on: TestSupport.loop)
                #expect(await child.ended().isSuccess)
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
        }
    }

    @Test("a child starts with no signal blocked or ignored")
    func signals() async throws {
        CurrentProcess.ignoreBrokenPipes()
        let child = try TestSupport.probe("signals")
        // Signals 32 and 33 are the C library's own.
        let masks = await TestSupport.lines(of: child.standardOutput).map { line in
            UInt64(line.suffix(16), radix: 16).map { $0 & ~(3 << 31) }
        }
        #expect(masks == [0, 0])
    }

    @Test("this program can be started again by its path")
    func currentExecutable() {
        #expect(FileManager.default.isExecutableFile(atPath: CurrentProcess.executablePath))
    }

    @Test("fifty children at once end as they should")
    func many() async throws {
        let statuses = try await withThrowingTaskGroup(of: ChildExitStatus.self) { group in
            for index in 0..<50 {
                group.addTask { try await TestSupport.shell("exit \(index)").ended() }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(statuses == Set((0..<50).map { .exited($0) }))
    }
}
