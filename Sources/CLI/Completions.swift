/// Scripts by which shells complete `flotilla`: commands, their verbs and options, and the values of options where they
/// are few.
enum Completions {
    static func bash(_ commands: [any Command.Type]) -> String {
        """
        _flotilla() {
            local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""
            COMPREPLY=()
            if ((COMP_CWORD == 1)); then
                COMPREPLY=($(compgen -W "\(names(commands).joined(separator: " "))" -- "$current"))
                return
            fi
            case "${COMP_WORDS[1]} $previous" in
        \(values(commands) { pattern, option in
            let values = option.values.joined(separator: " ")
            let reply = option.takesFile ? "-f" : "-W \"\(values)\""
            return "        \"\(pattern)\") COMPREPLY=($(compgen \(reply) -- \"$current\")); return ;;"
        })
            esac
            case "${COMP_WORDS[1]}" in
                help) words="\(commands.map { $0.name }.joined(separator: " "))" ;;
        \(commands.map { "        \($0.name)) words=\"\(words(of: $0))\" ;;" }.joined(separator: "\n"))
            esac
            COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -F _flotilla flotilla
        """
    }

    static func zsh(_ commands: [any Command.Type]) -> String {
        """
        #compdef flotilla
        _flotilla() {
            if (( CURRENT == 2 )); then
                local -a commands=(
        \(commands.map { "            \(quoted("\($0.name):\($0.summary)"))" }.joined(separator: "\n"))
                    'help:says what a command takes'
                )
                _describe command commands
                return
            fi
            case "$words[2] $words[CURRENT-1]" in
        \(values(commands) { pattern, option in
            let values = option.values.joined(separator: " ")
            return "        \"\(pattern)\") \(option.takesFile ? "_files" : "compadd -- \(values)"); return ;;"
        })
            esac
            case "$words[2]" in
                help) compadd -- \(commands.map { $0.name }.joined(separator: " ")) ;;
        \(commands.map { "        \($0.name)) compadd -- \(words(of: $0)) ;;" }.joined(separator: "\n"))
            esac
        }
        compdef _flotilla flotilla
        """
    }

    static func fish(_ commands: [any Command.Type]) -> String {
        var lines = ["complete -c flotilla -f"]
        for command in commands {
            lines.append(
                "complete -c flotilla -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
            let rule = "complete -c flotilla -n '__fish_seen_subcommand_from \(command.name)'"
            if !command.verbs.isEmpty { lines.append("\(rule) -a '\(command.verbs.joined(separator: " "))'") }
            for option in command.options + [.json] {
                var line = "\(rule) -l \(option.name) -d \(quoted(option.summary))"
                if option.takesFile {
                    line += " -rF"
                } else if option.takesWord {
                    line += " -x" + (option.values.isEmpty ? "" : " -a '\(option.values.joined(separator: " "))'")
                }
                lines.append(line)
            }
        }
        lines.append("complete -c flotilla -n __fish_use_subcommand -a help -d 'says what a command takes'")
        return lines.joined(separator: "\n")
    }

    private static func names(_ commands: [any Command.Type]) -> [String] { commands.map { $0.name } + ["help"] }

    /// What may follow a command: its verbs and options.
    private static func words(of command: any Command.Type) -> String {
        (command.verbs + (command.options + [.json]).map { "--\($0.name)" } + ["--help"]).joined(separator: " ")
    }

    /// A line for each option that takes a value, which nothing else may follow; its pattern is `COMMAND --OPTION`.
    private static func values(
        _ commands: [any Command.Type], _ line: (_ pattern: String, _ option: CommandOption) -> String
    ) -> String {
        commands.flatMap { command in
            command.options.filter(\.takesWord).map { line("\(command.name) --\($0.name)", $0) }
        }.joined(separator: "\n")
    }

    /// For zsh and fish.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
}
