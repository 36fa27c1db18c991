import Glibc
import PostgresTestSupport

/// How one program is started: with these arguments and this environment and nothing else of the test's own.
struct ProcessStart {
    let program: String
    let arguments: [String]
    let environment: [String: String]
    let directory: String

    /// Its standard output and standard error go to `output` and `errors`. It is killed when the thread that calls
    /// this ends (prctl(2), PR_SET_PDEATHSIG).
    func spawn(output: Int32, errors: Int32) throws -> pid_t {
        try spawnProcess(
            ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--", "env", "-C", directory, program] + arguments,
            environment: environment, output: output, errors: errors)
    }
}
