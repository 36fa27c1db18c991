import CLinux
import Glibc
import Reactor

/// Ends this process when another one closes its end of a pipe or socket, which the system does for it even when it is
/// killed. A thread of its own waits, so that nothing in this process can hold it up. (PR_SET_PDEATHSIG would fire when
/// the *thread* that started us ends.)
public enum ParentWatch {
    /// What is still to be read is left for others. Closing or shutting down one's own end of a socket ends the process
    /// as well.
    /// - Parameter descriptor: copied: may be closed, or be a channel's, without harm.
    public static func start(descriptor: Int32, exitStatus: Int32 = 0) throws(SystemError) {
        let copy = flotilla_duplicate(descriptor, STDERR_FILENO + 1)
        guard copy >= 0 else { throw SystemError.last("fcntl") }
        startThread(named: "parent-watch") {
            flotilla_wait_for_hangup(copy)
            _exit(exitStatus)
        }
    }
}
