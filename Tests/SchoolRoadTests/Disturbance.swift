import FleetTestSupport
import Foundation
import Synchronization
import TestSupport

/// Kills workers with -9, at moments that a seed gives: the supervisor, its executors, or both.
final class Disturbance: Sendable {
    private let place: SchoolFleet
    private let generator: Mutex<SeededGenerator>
    private let counts = Mutex<[String: Int]>([:])

    init(_ place: SchoolFleet, seed: UInt64) {
        self.place = place
        generator = Mutex(SeededGenerator(seed))
    }

    /// How often what was killed.
    var kills: [String: Int] { counts.withLock { $0 } }

    /// Kills one of a program after 0 to 400 ms.
    func strike(_ program: String) async throws {
        let (delay, what) = generator.withLock { generator in
            (
                Int.random(in: 0...400, using: &generator),
                ["supervisor", "executor", "both"].randomElement(using: &generator) ?? "both"
            )
        }
        try await Task.sleep(for: .milliseconds(delay))
        guard let victim = place.members(of: program).first else { return }
        // An executor of one slot runs a suspect: a crash in it counts against the job, on purpose.
        let executors = victim.children.filter { !Self.isSolo($0) }
        counts.withLock { $0["\(program) \(what)", default: 0] += 1 }
        if what != "executor" { await victim.kill() }
        if what != "supervisor" { for executor in executors { kill(executor, SIGKILL) } }
    }

    /// Strikes one worker or another, again and again, until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            let (pause, program) = generator.withLock { generator in
                (
                    Int.random(in: 500...3000, using: &generator),
                    SchoolFleet.workers.randomElement(using: &generator) ?? "NotifyWorker"
                )
            }
            do {
                try await Task.sleep(for: .milliseconds(pause))
                try await strike(program)
            } catch {
                return
            }
        }
    }

    private static func isSolo(_ process: pid_t) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8))?.contains("--solo") ?? false
    }
}
