import Foundation
import Testing

@testable import CLI

@Suite("Completions of shells")
struct CompletionTests {
    /// Runs a shell over a script and returns what it printed.
    private func run(_ shell: String, _ arguments: [String], _ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/\(shell)")
        process.arguments = arguments + ["-c", script]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What bash offers for a line whose last word is being typed.
    private func bash(_ line: String) throws -> Set<String> {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
        let script = """
            \(Completions.bash(FlotillaCommand.commands))
            COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=\(words.count - 1)
            _flotilla
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        return Set(try run("bash", ["--norc"], script).split(separator: "\n").map(String.init))
    }

    @Test("bash completes commands, verbs, options and the values of options")
    func completes() throws {
        #expect(try bash("flotilla ") == Set(FlotillaCommand.commands.map { $0.name } + ["help"]))
        #expect(try bash("flotilla sch") == ["schedules"])
        #expect(try bash("flotilla help ret") == ["retry", "retention"])
        #expect(try bash("flotilla users r") == ["revoke", "reset"])
        #expect(try bash("flotilla users create a@example.org --ro") == ["--role"])
        #expect(
            try bash("flotilla users create a@example.org --role s") == ["school", "student", "support", "service"])
        #expect(try bash("flotilla jobs --status fai") == ["failed"])
        #expect(try bash("flotilla schedules add x --missed ") == ["skip", "once", "all"])
        #expect(try bash("flotilla jobs --limit ") == [])
        #expect(try bash("flotilla completions ") == ["bash", "zsh", "fish", "--json", "--help"])
        #expect(try bash("flotilla nonsense ") == [])
    }

    @Test("what bash offers is what the command takes", arguments: FlotillaCommand.commands.map { $0.name })
    func agrees(name: String) throws {
        let command = try #require(FlotillaCommand.commands.first { $0.name == name })
        let offered = try bash("flotilla \(name) --").subtracting(["--help"])
        #expect(offered == Set(command.options.map { "--\($0.name)" } + ["--json"]))
    }

    @Test(
        "the other shells find no mistake in their scripts",
        arguments: ["zsh", "fish"].filter { FileManager.default.isExecutableFile(atPath: "/bin/\($0)") })
    func syntax(shell: String) throws {
        let script =
            shell == "zsh" ? Completions.zsh(FlotillaCommand.commands) : Completions.fish(FlotillaCommand.commands)
        let file = FileManager.default.temporaryDirectory.appending(path: "flotilla-\(UUID().uuidString).\(shell)")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try run("bash", ["--norc"], "\(shell) -n \(file.path)").isEmpty)
    }

    @Test("every command, verb and option stands in every script", arguments: FlotillaCommand.commands.map { $0.name })
    func complete(name: String) throws {
        let command = try #require(FlotillaCommand.commands.first { $0.name == name })
        let zsh = Completions.zsh(FlotillaCommand.commands).split(separator: "\n").map(String.init)
        #expect(zsh.contains { $0.contains("'\(name):") })
        let words = try #require(zsh.first { $0.contains(" \(name)) compadd -- ") }).split(separator: " ").map(
            String.init)
        let rule = "complete -c flotilla -n '__fish_seen_subcommand_from \(name)'"
        let fish = Completions.fish(FlotillaCommand.commands).split(separator: "\n").filter { $0.hasPrefix(rule) }
        for option in command.options + [.json] {
            #expect(words.contains("--\(option.name)"), "zsh: \(name) --\(option.name)")
            let line = try #require(fish.first { $0.contains(" -l \(option.name) ") }, "fish: \(name) --\(option.name)")
            // What takes a word is followed by one, and nothing else is.
            #expect((line.contains(" -x") || line.contains(" -rF")) == option.takesWord, "\(line)")
        }
        for verb in command.verbs {
            #expect(words.contains(verb), "zsh: \(name) \(verb)")
            let verbs = fish.first { $0.hasPrefix("\(rule) -a '") }?.dropFirst("\(rule) -a '".count).dropLast() ?? ""
            #expect(verbs.split(separator: " ").contains(Substring(verb)), "fish: \(name) \(verb)")
        }
    }

    @Test(
        "fish offers what the command takes",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/fish"), "fish is not installed"),
        arguments: ["jobs", "queues", "retry", "top", "open"])
    func offeredByFish(name: String) throws {
        let command = try #require(FlotillaCommand.commands.first { $0.name == name })
        let script = "\(Completions.fish(FlotillaCommand.commands))\ncomplete -C 'flotilla \(name) --'"
        let lines = try run("fish", ["--no-config"], script).split(separator: "\n")
        let offered = Set(lines.compactMap { $0.split(separator: "\t").first.map(String.init) })
        #expect(offered.isSuperset(of: (command.options + [.json]).map { "--\($0.name)" }), "\(offered)")
        let others = Set(FlotillaCommand.commands.flatMap { $0.options.map { "--\($0.name)" } })
        #expect(offered.intersection(others).isSubset(of: (command.options + [.json]).map { "--\($0.name)" }))
    }
}
