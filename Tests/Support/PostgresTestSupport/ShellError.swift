/// A command of the test kit that could not be run or failed, with the end of what it said.
struct ShellError: Error, CustomStringConvertible {
    let command: [String]
    let status: Int32
    let output: String

    var description: String {
        "\(command.joined(separator: " ")) ended with \(status): \(output.suffix(2000))"
    }
}
