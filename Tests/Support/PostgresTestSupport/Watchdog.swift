import Glibc
import Synchronization

/// A child that outlives this process, however that ends, to stop a server and delete its directory.
///
/// It waits for the end of a pipe whose other end only this process holds: an exit, a crash and SIGKILL all close it.
final class Watchdog: Sendable {
    private let pipe: Mutex<Int32?>

    /// - Parameter script: run with `sh` once this object or its process is gone; `$1` is `directory`.
    init(directory: String, script: String) throws {
        let ends = try makePipe()
        defer { close(ends.read) }
        // In a session of its own, so that ^C in the terminal does not reach it.
        let command = ["setsid", "sh", "-c", "trap '' INT TERM HUP; cat >/dev/null; \(script)", "sh", directory]
        _ = try spawnProcess(command, input: ends.read)
        pipe = Mutex(ends.write)
    }

    deinit {
        release()
    }

    func release() {
        if let descriptor = pipe.withLock({ $0.take() }) { close(descriptor) }
    }
}
