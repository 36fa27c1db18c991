import Glibc

/// How one program is started: with these arguments and this environment and nothing else of the test's own.
struct ProcessStart {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let program: String
    let arguments: [String]
    let environment: [String: String]
    let directory: String

    /// Its standard output and standard error go to `output` and `errors`. It is killed when the thread that calls
    /// this ends (prctl(2), PR_SET_PDEATHSIG).
    func spawn(output: Int32, errors: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        // Closing what is not open is no error here.
        for descriptor in 3..<Int32(clamping: min(1024, sysconf(Int32(_SC_OPEN_MAX)))) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // What the test process ignores is the program's own affair.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        let words = ["setpriv", "--pdeathsig", "KILL", "--", "env", "-C", directory, program] + arguments
        let argv = words.map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var process = pid_t()
        let result = posix_spawn(&process, "/usr/bin/setpriv", &actions, &attributes, argv, envp)
        guard result == 0 else { throw Failure(description: "\(program) cannot be started: error \(result)") }
        return process
    }
}
