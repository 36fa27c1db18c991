import Glibc

/// Starts a command that inherits nothing but its three standard descriptors, and ignores no signal that this process ignores.
/// (Foundation's `Process` hands every child a socket and takes its closing for the child's end: a daemon that the child
/// leaves behind keeps it open.)
/// - Parameters:
///   - environment: this process's own when nil.
///   - input: standard input; nothing when nil.
///   - output: standard output; nowhere when nil.
///   - errors: standard error; where `output` goes when nil.
public func spawnProcess(
    _ command: [String], environment: [String: String]? = nil, input: Int32? = nil, output: Int32? = nil,
    errors: Int32? = nil
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (standard, end) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors ?? output)] {
        if let end {
            posix_spawn_file_actions_adddup2(&actions, end, standard)
        } else {
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", standard == 0 ? O_RDONLY : O_WRONLY, 0)
        }
    }
    // Closing what is not open is no error here.
    for descriptor in 3..<Int32(clamping: min(1024, sysconf(Int32(_SC_OPEN_MAX)))) {
        posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let arguments = command.map { strdup($0) } + [nil]
    let variables = environment.map { $0.map { strdup("\($0.key)=\($0.value)") } + [nil] }
    defer { for text in arguments + (variables ?? []) { free(text) } }
    var process = pid_t()
    let result =
        if let variables {
            posix_spawnp(&process, command[0], &actions, &attributes, arguments, variables)
        } else {
            posix_spawnp(&process, command[0], &actions, &attributes, arguments, environ)
        }
    guard result == 0 else { throw ShellError(command: command, status: result, output: "cannot be started") }
    return process
}

/// A pipe that no child inherits unless it is handed over.
public func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ShellError(command: ["pipe"], status: errno, output: "") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
