import Dispatch
import Glibc

/// Runs a command to its end.
/// - Returns: what it wrote to standard output and standard error.
@discardableResult
func shell(_ command: [String], checked: Bool = true) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
        // A thread of Dispatch's waits, not one of Swift's.
        DispatchQueue.global().async {
            continuation.resume(with: Result { try runCommand(command, checked: checked) })
        }
    }
}

private func runCommand(_ command: [String], checked: Bool) throws -> String {
    // A file, since a pipe would kill the command half-way when this process dies.
    guard let file = tmpfile() else { throw ShellError(command: command, status: errno, output: "no temporary file") }
    defer { fclose(file) }
    let process = try spawnProcess(command, output: fileno(file))
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    rewind(file)
    let output = readToEnd(file)
    if checked, status != 0 { throw ShellError(command: command, status: status, output: output) }
    return output
}

private func readToEnd(_ file: UnsafeMutablePointer<FILE>) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += buffer[..<count]
    }
}
