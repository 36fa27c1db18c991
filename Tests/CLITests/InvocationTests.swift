import Testing

@testable import CLI

@Suite("What a command line asks for")
struct InvocationTests {
    private func invocation(_ line: String) throws -> Invocation {
        try Invocation(line.split(separator: " ").map(String.init), among: FlotillaCommand.commands)
    }

    private func mistake(_ line: String) -> String? {
        do {
            _ = try invocation(line)
            return nil
        } catch {
            return (error as? UsageMistake)?.message
        }
    }

    private func help(_ line: String) throws -> (text: String, status: Int32)? {
        if case .help(let text, let status) = try invocation(line) { (text, status) } else { nil }
    }

    @Test("a misspelt command or option gets what was probably meant, in one line")
    func misspelt() {
        #expect(mistake("quues") == "there is no command quues; did you mean queues?")
        #expect(mistake("hlep") == "there is no command hlep; did you mean help?")
        #expect(mistake("help shedules") == "there is no command shedules; did you mean schedules?")
        #expect(mistake("jobs --stauts failed") == "there is no option --stauts; did you mean --status?")
        #expect(mistake("jobs --databse-url x") == "there is no option --databse-url; did you mean --database-url?")
        #expect(mistake("jobs --jsno") == "there is no option --jsno; did you mean --json?")
        #expect(mistake("up --deom") == "there is no option --deom; did you mean --demo?")
        #expect(mistake("nonsense") == "there is no command nonsense")
        #expect(mistake("x") == "there is no command x")
        #expect(mistake("jobs --limit") == "--limit needs a value")
    }

    @Test("options with a value, flags, settings and words are kept apart")
    func parts() throws {
        guard
            case .run(let command, let arguments) = try invocation(
                "users create a@example.org --role=school --database-url postgresql://x --json")
        else {
            Issue.record("no run")
            return
        }
        #expect(command.name == UsersCommand.name)
        #expect(arguments.positions == ["create", "a@example.org"])
        #expect(arguments.value("role") == "school" && arguments.isJSON)
        #expect(arguments.settings == ["--database-url", "postgresql://x"])
        #expect(arguments.given == ["role"])
        #expect(arguments.asked == "create a@example.org --role school")
    }

    @Test("a value that may be left out stands behind = alone")
    func optionalValue() throws {
        func watch(_ line: String) throws -> (interval: Duration?, positions: [String]) {
            guard case .run(_, let arguments) = try invocation(line) else { return (nil, []) }
            return (try arguments.watchInterval, arguments.positions)
        }
        #expect(try watch("queues").interval == nil)
        #expect(try watch("queues --watch").interval == .seconds(2))
        #expect(try watch("queues --watch=5 --json").interval == .seconds(5))
        let batch = try watch("batch --watch 7")
        #expect(batch.interval == .seconds(2) && batch.positions == ["7"])
        for wrong in ["0", "x", "-1", "3601", "99999999999999999999"] {
            #expect(throws: UsageMistake.self) { try watch("queues --watch=\(wrong)") }
        }
    }

    @Test("nothing at all is a mistake, help is none")
    func overview() throws {
        #expect(try help("")?.status == 2)
        for line in ["help", "--help", "-h"] { #expect(try help(line)?.status == 0) }
        let text = try #require(try help("help")).text
        for command in FlotillaCommand.commands { #expect(text.contains("  \(command.name) ")) }
    }

    @Test("help names every option of a command", arguments: FlotillaCommand.commands.map { $0.name })
    func commandHelp(name: String) throws {
        let command = try #require(FlotillaCommand.commands.first { $0.name == name })
        let text = try #require(try help("help \(name)")).text
        for line in ["\(name) --help", "\(name) -h", "\(name) anything --help"] {
            #expect(try help(line)?.text == text)
        }
        #expect(text.hasPrefix("usage: flotilla \(name) "))
        for option in command.options {
            #expect(text.contains("\n  \(option.form) "))
            #expect(command.synopsis.contains("--\(option.name)"), "\(name) takes --\(option.name)")
        }
        for verb in command.verbs where verb != "list" { #expect(command.synopsis.contains(verb)) }
        // What the synopsis names is declared.
        for match in command.synopsis.matches(of: #/--([a-z-]+)/#) where match.output.1 != "json" {
            #expect(command.options.contains { $0.name == match.output.1 }, "\(name): \(match.output.0)")
        }
        #expect(Set(command.options.map(\.name)).count == command.options.count)
    }
}
