import CLinux
import Foundation
import Glibc
import Reactor

/// What a process may want to know of itself.
public enum CurrentProcess {
    /// The variables that the process was started with.
    public static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The program that runs here, to be started again. Still right when its file was replaced or removed since.
    public static var executablePath: String {
        let link = "/proc/self/exe"
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
            access(path, X_OK) == 0
        else { return link }
        return path
    }

    /// For a process that holds secrets: no core file, also of those that it starts, and no other process of the same
    /// user may read its memory. A system that refuses is none that we can mend.
    public static func hideMemory() { _ = flotilla_hide_memory() }

    /// Ends the process now. Unlike exit(3) it runs no clean-up of libraries, which crashes while their threads run on;
    /// what was printed is written out first, for at most a second.
    public static func exit(_ status: Int32) -> Never {
        startThread(named: "exit") {
            usleep(1_000_000)
            _exit(status)
        }
        fflush(nil)
        _exit(status)
    }

    /// Writing to a closed pipe or socket becomes an error in place of the end of the process.
    public static func ignoreBrokenPipes() { _ = flotilla_ignore_signal(SIGPIPE) }
}
