import CLinux
import Foundation
import Glibc
import Reactor

extension ChildProcess {
    /// Starts a program with posix_spawn(3).
    ///
    /// The child has the descriptors named here and no others, whatever this process has open. Its signals are unmasked
    /// and have their default action. Standard input is `/dev/null` unless `descriptors` names 0.
    /// - Parameters:
    ///   - executable: a path, or a name looked for in `PATH`.
    ///   - arguments: without the program's name.
    ///   - environment: nil is this process's own.
    ///   - descriptors: the child's number, and the descriptor of this process that it is made from.
    ///   - newProcessGroup: the child leads a group of its own, so that Ctrl-C does not reach it.
    ///   - maximumLineBytes: of piped output; longer lines come in pieces.
    ///   - loop: notices the end; must run for as long as the child does.
    public static func spawn(
        executable: String, arguments: [String] = [], environment: [String: String]? = nil,
        descriptors: [Int32: Int32] = [:], standardOutput: ChildOutput = .inherit,
        standardError: ChildOutput = .inherit, newProcessGroup: Bool = false, workingDirectory: String? = nil,
        maximumLineBytes: Int = 65_536, on loop: EventLoop
    ) throws(SystemError) -> ChildProcess {
        try spawn(
            executable: executable, arguments: arguments, environment: environment, descriptors: descriptors,
            standardOutput: standardOutput, standardError: standardError, newProcessGroup: newProcessGroup,
            workingDirectory: workingDirectory, maximumLineBytes: maximumLineBytes, usesPidfd: true, on: loop)
    }

    static func spawn(
        executable: String, arguments: [String], environment: [String: String]?, descriptors: [Int32: Int32],
        standardOutput: ChildOutput, standardError: ChildOutput, newProcessGroup: Bool, workingDirectory: String?,
        maximumLineBytes: Int, usesPidfd: Bool, on loop: EventLoop
    ) throws(SystemError) -> ChildProcess {
        var plan = DescriptorPlan()
        for (target, source) in descriptors { try plan.add(target, from: source) }
        if descriptors[STDIN_FILENO] == nil { try plan.addNull(STDIN_FILENO) }
        let output = try plan.add(standardOutput, as: STDOUT_FILENO)
        let errors = try plan.add(standardError, as: STDERR_FILENO)
        let sources = try plan.liftedSources()

        // With SIGCHLD ignored the kernel would throw the exit status away.
        if flotilla_is_ignored(SIGCHLD) { _ = flotilla_default_signal(SIGCHLD) }
        let environment = environment ?? ProcessInfo.processInfo.environment
        var pid: pid_t = 0
        let code = withCStrings([executable] + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                executable.withCString { path in
                    withOptionalCString(workingDirectory) { directory in
                        var request = flotilla_spawn(
                            path: path, arguments: argv, environment: envp, directory: directory,
                            sources: nil, targets: nil, descriptors: sources.count, new_group: newProcessGroup)
                        return sources.map(\.number).withUnsafeBufferPointer { sources in
                            plan.targets.withUnsafeBufferPointer { targets in
                                request.sources = sources.baseAddress
                                request.targets = targets.baseAddress
                                return flotilla_spawn(&request, &pid)
                            }
                        }
                    }
                }
            }
        }
        withExtendedLifetime((sources, plan)) {}
        guard code == 0 else { throw SystemError(call: "posix_spawn", code: code) }

        let end = ChildExit(pid: pid, loop: loop)
        end.watch(usesPidfd: usesPidfd)
        return ChildProcess(
            end: end,
            standardOutput: output.map { LineStream(reading: $0, maximumLineBytes: maximumLineBytes, on: loop) },
            standardError: errors.map { LineStream(reading: $0, maximumLineBytes: maximumLineBytes, on: loop) })
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            // Never empty: it ends in nil.
            body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
        }
    }

    private static func withOptionalCString<Result>(
        _ string: String?, _ body: (UnsafePointer<CChar>?) -> Result
    ) -> Result {
        guard let string else { return body(nil) }
        return string.withCString(body)
    }
}
