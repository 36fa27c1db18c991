/// Where a child's output goes.
public enum ChildOutput: Sendable, Hashable {
    /// To this process's own.
    case inherit
    /// To `ChildProcess.standardOutput` or `.standardError`, line by line. It must be read: a full pipe stops the child.
    case pipe
    case null
    /// To the end of a file, made with mode 600 if it is not there.
    case file(String)
}
