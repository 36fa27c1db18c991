/// What `flotilla help` and `flotilla help COMMAND` print.
enum CommandHelp {
    static func overview(_ commands: [any Command.Type]) -> String {
        let width = (commands.map { $0.name.count }.max() ?? 0) + 2
        let lines = commands.map { "  \($0.name.padded(to: width))\($0.summary)" }
        return (["usage: flotilla COMMAND …", ""] + lines + ["", "flotilla help COMMAND says what follows it."])
            .joined(separator: "\n")
    }

    static func text(of command: any Command.Type) -> String {
        let options = command.options + [.json]
        let forms = options.map(\.form)
        let width = (forms.map(\.count).max() ?? 0) + 2
        let lines = zip(options, forms).map { option, form in
            let values = option.values.isEmpty ? "" : ": " + option.values.joined(separator: ", ")
            return "  \(form.padded(to: width))\(option.summary)\(values)"
        }
        return
            (["usage: flotilla \(command.name) \(command.synopsis)", command.summary, "", "options:"] + lines + [
                "", "Settings are options too, such as --database-url: flotilla settings lists them.",
            ]).joined(separator: "\n")
    }
}
