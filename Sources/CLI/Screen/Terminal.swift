import Foundation

/// The terminal that a person looks at: keys as they are pressed, pictures in place of each other. What was there before comes
/// back at the end, and whatever way the terminal was set.
final class Terminal: Sendable {
    private let settings: String

    /// nil when standard input and output are no terminal.
    init?() {
        guard isatty(STDOUT_FILENO) != 0, let settings = Self.stty(["-g"]), !settings.isEmpty else { return nil }
        self.settings = settings
        _ = Self.stty(["-icanon", "-echo", "-isig", "min", "1", "time", "0"])
        // The alternate screen, without a cursor.
        Self.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func restore() {
        Self.write("\u{1B}[?25h\u{1B}[?1049l")
        _ = Self.stty([settings])
    }

    /// Of the terminal that the process belongs to, whatever its input and output are.
    static var size: TerminalSize {
        stty(["-F", "/dev/tty", "size"]).flatMap(TerminalSize.init(stty:)) ?? .standard
    }

    func show(_ lines: [String]) {
        // Each line is cleared behind its text, and what is below the last one.
        Self.write("\u{1B}[H" + lines.map { "\($0)\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }

    /// Keys as they are pressed, until the input ends.
    var keys: AsyncStream<Character> {
        AsyncStream { continuation in
            Thread.detachNewThread {
                while true {
                    let bytes = FileHandle.standardInput.availableData
                    if bytes.isEmpty { break }
                    for key in String(decoding: bytes, as: UTF8.self) { continuation.yield(key) }
                }
                continuation.finish()
            }
        }
    }

    private static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// - Returns: nil when it failed, as it does without a terminal.
    private static func stty(_ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/stty")
        process.arguments = arguments
        process.standardInput = FileHandle.standardInput
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let bytes = try? output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: bytes ?? Data(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
