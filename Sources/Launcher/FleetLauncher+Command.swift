import Foundation
import Glibc
import Operations

extension FleetLauncher {
    /// All of `flotilla up`: reads the command line and the environment, runs, and stops on SIGTERM, SIGINT or SIGHUP.
    /// - Parameters:
    ///   - arguments: what follows `up`.
    ///   - workers: what `--workers` may name.
    ///   - known: every setting of the fleet.
    ///   - executables: the folder of the programs to start; nil is that of this one.
    ///   - projectRoot: holds `Scripts`.
    /// - Returns: the exit status: 0 when it was stopped or the demonstration succeeded, 1, or 2 for a wrong command line.
    public static func up(
        _ arguments: [String], workers: [ProcessKind], known: [Variable], executables: String? = nil,
        projectRoot: String, hooks: Hooks
    ) async -> Int32 {
        CurrentProcess.hideMemory()
        let launcher: FleetLauncher
        do {
            let table = ProcessTable(workers: workers)
            let arguments = try LaunchArguments(arguments, table: table)
            let reader = ConfigurationReader(arguments: arguments.settings, known: known)
            let configuration = try ConfigurationReader.read(from: reader) { LaunchConfiguration(&$0) }
            launcher = FleetLauncher(
                configuration: configuration, arguments: arguments, hooks: hooks,
                executables: executables ?? (CurrentProcess.executablePath as NSString).deletingLastPathComponent,
                scripts: projectRoot + "/Scripts", table: table)
            try SignalListener.listen(to: [SIGTERM, SIGINT, SIGHUP], on: launcher.loop) { _ in launcher.stop() }
        } catch {
            try? FileHandle.standardError.write(contentsOf: Data("flotilla up: \(error)\n".utf8))
            return error is UsageError ? 2 : 1
        }
        return await launcher.run()
    }
}
