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
    let pipe = try makePipe()
    defer { close(pipe.read) }
    let process: pid_t
    do {
        defer { close(pipe.write) }
        process = try spawn(command, output: pipe.write)
    }
    let output = readToEnd(pipe.read)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if checked, status != 0 { throw ShellError(command: command, status: status, output: output) }
    return output
}

private func readToEnd(_ descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 {
            bytes += buffer[..<count]
        } else if count == 0 || errno != EINTR {
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
