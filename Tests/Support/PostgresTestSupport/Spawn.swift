import Glibc

/// Starts a command that inherits nothing but its three standard descriptors. (Foundation's `Process` hands every child
/// a socket and takes its closing for the child's end: a daemon that the child leaves behind keeps it open.)
/// - Parameters:
///   - input: standard input; nothing when nil.
///   - output: standard output and standard error; nowhere when nil.
func spawn(_ command: [String], input: Int32? = nil, output: Int32? = nil) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
        posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    for standard in [STDOUT_FILENO, STDERR_FILENO] {
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, standard)
        } else {
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_WRONLY, 0)
        }
    }
    // Closing what is not open is no error here.
    for descriptor in 3..<Int32(clamping: min(1024, sysconf(Int32(_SC_OPEN_MAX)))) {
        posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    let arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let result = posix_spawnp(&process, command[0], &actions, nil, arguments + [nil], environ)
    guard result == 0 else { throw ShellError(command: command, status: result, output: "cannot be started") }
    return process
}

/// A pipe that no child inherits unless it is handed over.
func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ShellError(command: ["pipe"], status: errno, output: "") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
