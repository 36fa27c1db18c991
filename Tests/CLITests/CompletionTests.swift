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

    @Test("every command stands in every script", arguments: FlotillaCommand.commands.map { $0.name })
    func complete(name: String) {
        for script in [Completions.zsh, Completions.fish] {
            #expect(script(FlotillaCommand.commands).contains(name))
        }
    }
}
