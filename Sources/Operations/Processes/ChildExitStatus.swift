/// How a process ended.
public enum ChildExitStatus: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    /// By this signal's number.
    case signalled(Int32)
    /// Something else in this process took the answer (it waits for any child, or ignores SIGCHLD).
    case unknown

    /// - Parameter status: as waitpid(2) gives it.
    init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    public var isSuccess: Bool { self == .exited(0) }

    public var description: String {
        switch self {
        case .exited(let code): "exited with \(code)"
        case .signalled(let number): "killed by signal \(number)"
        case .unknown: "ended, unknown how"
        }
    }
}
