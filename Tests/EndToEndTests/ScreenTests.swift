import FleetTestSupport
import Foundation
import TestSupport
import Testing

/// A terminal of 80 columns and 24 lines, as tmux draws it, in which the admin command runs; it is closed with the last reference.
final class TerminalScreen: Sendable {
    private static let program = "/usr/bin/tmux"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    private let name = "flotilla-\(UUID().uuidString)"
    private let fleet: Fleet

    /// Runs the command, and behind it what shows how it left the terminal.
    init(_ line: String, on fleet: Fleet) async throws {
        self.fleet = fleet
        let settings = "stty -a | tr ' ;' '\\n\\n' | grep -x -e '-*echo' -e '-*icanon'"
        // Ctrl-C is for the command alone, and not for the shell.
        let command = "trap : INT; '\(Fleet.folder)/flotilla' \(line); echo ended $?; \(settings); exec cat"
        try await tmux("new-session", "-d", "-x", "80", "-y", "24", command)
    }

    deinit {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-L", name, "kill-server"]
        process.environment = fleet.environment
        try? process.run()
        process.waitUntilExit()
    }

    @discardableResult
    func tmux(_ words: String...) async throws -> String {
        let run = try await fleet.run(
            Self.program, ["-L", name, "-f", "/dev/null"] + words, ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
        guard run.status == 0 else { throw Unexpected("tmux \(words): \(run.all)") }
        return run.output
    }

    func press(_ key: String) async throws { try await tmux("send-keys", key) }

    var lines: [String] {
        get async throws {
            try await tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
        }
    }

    /// Waits for what should be on it.
    func shows(_ condition: @Sendable ([String]) -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            let now = try await lines
            if condition(now) { return true }
            if ContinuousClock.now > end {
                Issue.record("\(now.joined(separator: "\n"))")
                return false
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Whether the command ended like this, and the terminal echoes, waits for lines and has its cursor.
    func isRestored(after status: Int) async throws -> Bool {
        let isEnded = try await shows { lines in
            lines.contains { $0.hasSuffix("ended \(status)") } && lines.contains("echo") && lines.contains("icanon")
        }
        return try await tmux("display-message", "-p", "#{cursor_flag} #{alternate_on}") == "1 0\n" && isEnded
    }
}

extension CalmFleet {
    @Suite("The admin command on a screen", .enabled(if: TerminalScreen.isInstalled, "tmux is not installed"))
    struct ScreenTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        @Test("a watched list is drawn in place, and Ctrl-C leaves the terminal as it was") func watch() async throws {
            // Other tests' jobs are not among its own.
            let owner = try await estate.fleet.signUp().id
            let screen = try await TerminalScreen("jobs --watch=1 --limit 3 --tenant \(owner)", on: estate.fleet)
            #expect(try await screen.shows { $0.contains { $0.contains("every 1 s  Ctrl-C ends it") } })
            let job = try await estate.admin.job("bench.noop", [:], ["tenant": .string(owner)])
            let isDrawn = try await screen.shows { lines in
                lines.contains { $0.hasPrefix(job) } && lines.count { $0.hasPrefix("ID ") } == 1
            }
            #expect(isDrawn)
            try await screen.press("C-c")
            #expect(try await screen.isRestored(after: 130))
        }

        @Test("top has one screen of 80 columns: what is well, queues, workers, and its keys") func top() async throws {
            let screen = try await TerminalScreen("top --every 1", on: estate.fleet)
            let isWhole = try await screen.shows { lines in
                lines.contains { $0.hasPrefix("QUEUE ") } && lines.contains { $0.hasPrefix("WORKER ") }
                    && lines.contains { $0.hasPrefix("bench ") } && lines.count >= 24
                    && lines[23].hasPrefix("q quit  space freeze  s sort  by name  20")
            }
            #expect(isWhole)
            try await screen.press("s")
            #expect(try await screen.shows { $0.count >= 24 && $0[23].contains("by queued") })
            try await screen.press("Space")
            #expect(try await screen.shows { $0.count >= 24 && $0[23].hasSuffix("FROZEN") })
            try await screen.press("q")
            #expect(try await screen.isRestored(after: 0))
        }

        @Test("top that is asked to stop leaves the terminal as it was") func stopped() async throws {
            let screen = try await TerminalScreen("top", on: estate.fleet)
            #expect(try await screen.shows { $0.contains { $0.hasPrefix("q quit") } })
            let shell = try await screen.tmux("display-message", "-p", "#{pane_pid}")
            let pid = shell.trimmingCharacters(in: .whitespacesAndNewlines)
            let asked = try await estate.fleet.run("/usr/bin/pkill", ["-TERM", "-P", pid])
            #expect(asked.status == 0)
            #expect(try await screen.isRestored(after: 143))
        }

        @Test("bulk work has a bar that moves, and none is left at the end") func bar() async throws {
            let owner = try await estate.fleet.signUp().id
            let job: JSON = [
                "kind": "bench.noop", "payload": [:], "tenant": .string(owner), "run_at": "2099-01-01T00:00:00Z",
            ]
            let waiting = JSON.array(Array(repeating: job, count: 40))
            #expect(try await estate.admin.post("/jobs/batch", ["jobs": waiting]).status == 202)
            let screen = try await TerminalScreen("cancel --tenant \(owner) --rate 10", on: estate.fleet)
            let isDrawn = try await screen.shows { lines in
                lines.contains { $0.hasPrefix("[#") && $0.contains("-] ") && $0.contains(" of 40 done") }
            }
            #expect(isDrawn)
            #expect(try await screen.isRestored(after: 0))
            let lines = try await screen.lines
            #expect(lines.contains { $0.hasPrefix("40 changed") } && !lines.contains { $0.contains("[#") }, "\(lines)")
        }
    }
}
