import FaultProxy
import Foundation
import Operations
import Reactor

/// Processes that fire schedules by the simulated clock, each through a proxy of its own.
actor Enqueuers {
    private struct Member {
        let url: String
        let proxy: FaultProxy
        var process: ChildProcess
    }

    private static let loop = EventLoop(name: "enqueuers")
    /// The program `ScheduleProbe`, built beside the tests.
    private static let program = URL(filePath: CurrentProcess.executablePath).deletingLastPathComponent()
        .appending(path: "ScheduleProbe").path

    private var members: [Member] = []
    private(set) var kills = 0

    init(_ count: Int, database url: String) async throws {
        guard var parts = URLComponents(string: url), let port = parts.port.flatMap(UInt16.init(exactly:)) else {
            return
        }
        for _ in 0..<count {
            let proxy = try await FaultProxy.start(to: port)
            parts.port = Int(proxy.port)
            let own = parts.string ?? url
            members.append(Member(url: own, proxy: proxy, process: try Self.start(own)))
        }
    }

    private static func start(_ url: String) throws -> ChildProcess {
        try ChildProcess.spawn(
            executable: program, arguments: [url, ScheduleDatabase.clock], standardOutput: .null, standardError: .null,
            on: loop)
    }

    /// SIGKILL, and another in its place.
    func kill(_ number: Int) async throws {
        kills += 1
        members[number].process.signal(SIGKILL)
        _ = await members[number].process.waitForExit()
        members[number].process = try Self.start(members[number].url)
    }

    func set(_ behaviour: FaultProxy.Behaviour, for number: Int) async throws {
        try await members[number].proxy.set(behaviour)
    }

    func end() async {
        for member in members {
            member.process.signal(SIGKILL)
            _ = await member.process.waitForExit()
            await member.proxy.stop()
        }
    }
}
