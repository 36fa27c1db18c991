import Foundation
import Glibc
import Operations
import Reactor

/// Where the fleet's processes and its Redis run, and as which user of the system.
///
/// An ordinary user runs them as itself. Root runs nothing but the launcher: they run as `SystemUser.unprivileged`, in a
/// folder that belongs to root, with parts of their own in it. Where that user cannot pass through the directory or reach
/// the programs (below `/root`, say) the folder is `/var/lib/flotilla-<fingerprint>.home`, and holds copies of the programs.
struct ProcessHome: Sendable, Hashable {
    /// Nil: the user that we are.
    let user: SystemUser?
    let path: String
    /// The folder of `api`, `ScanWorker` and the others.
    let executables: String
    /// The project's `Scripts`.
    let scripts: String
    /// Added to what every process gets.
    let environment: [String: String]

    var redis: String { path + "/redis" }
    /// Of the Python environments, and the home of what makes them.
    var python: String { path + "/python" }

    /// Of the mails that are caught.
    var mails: String { path + "/mails" }

    /// Where a process begins; nil is the folder that the launcher was started in.
    var workingDirectory: String? { user == nil ? nil : path }

    /// - Parameter names: of the programs that are started.
    static func settle(
        in directory: FlotillaDirectory, executables: String, scripts: String, names: [String], on loop: EventLoop
    ) async throws(LaunchError) -> ProcessHome {
        guard geteuid() == 0 else {
            return ProcessHome(
                user: nil, path: directory.path, executables: executables, scripts: scripts, environment: [:])
        }
        let user = SystemUser.unprivileged
        let access = Access(user: user, loop: loop)
        let isInside = try await access.mayRead([directory.path + "/."])
        let path = isInside ? directory.path + "/home" : "/var/lib/flotilla-\(directory.fingerprint).home"
        if isInside {
            unlink(directory.homeLocation)
        } else {
            try PrivateFile.write(path + "\n", to: directory.homeLocation)
        }
        try await access.makeFolder(path, owned: false)
        for part in ["redis", "python", "mails"] { try await access.makeFolder("\(path)/\(part)", owned: true) }

        let programs = names.map { "\(executables)/\($0)" }
        let libraries = loadedLibraries()
        let demonstration = scripts + "/demo_cloud.py"
        let hasScripts = FileManager.default.fileExists(atPath: demonstration)
        var environment = ["HOME": path]
        if try await access.mayRead(programs + libraries + (hasScripts ? [demonstration, scripts + "/."] : [])) {
            return ProcessHome(
                user: user, path: path, executables: executables, scripts: scripts, environment: environment)
        }
        // Root's own, so that no process can change what the next one runs.
        let copies = path + "/programs"
        try await access.makeFolder(copies + "/lib", owned: false)
        try await access.copy(programs, to: copies)
        try await access.copy(libraries, to: copies + "/lib")
        if hasScripts { try await access.copy([scripts], to: copies) }
        environment["LD_LIBRARY_PATH"] = copies + "/lib"
        return ProcessHome(
            user: user, path: path, executables: copies, scripts: copies + "/Scripts", environment: environment)
    }

    /// Shared libraries that this program runs with and that no package of the system brought: Swift's own.
    private static func loadedLibraries() -> [String] {
        let lines = (PrivateFile.read("/proc/self/maps") ?? "").split(separator: "\n")
        let files = lines.compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
        return Set(
            files.filter {
                $0.contains(".so") && !$0.hasPrefix("/lib") && !$0.hasPrefix("/usr/lib/x86_64")
                    && !$0.hasPrefix("/usr/lib/aarch64")
            }
        ).sorted()
    }
}

/// What a user of the system may reach, and folders made for it.
private struct Access {
    let user: SystemUser
    let loop: EventLoop

    /// Whether the user may read all of these files and pass through their folders.
    func mayRead(_ paths: [String]) async throws(LaunchError) -> Bool {
        let test = ProcessCommand(
            "sh", ["-c", "for file; do [ -r \"$file\" ] || [ -x \"$file\" ] || exit 1; done", "sh"] + paths)
        return try await ShortCommand(command: test.running(as: user), limit: .seconds(10), loop: loop).run()
            .status.isSuccess
    }

    func makeFolder(_ path: String, owned: Bool) async throws(LaunchError) {
        let owner = owned ? ["-m", "700", "-o", user.name, "-g", user.group] : ["-m", "755"]
        try await run("install", ["-d"] + owner + ["--", path])
    }

    /// Only what is newer than its copy.
    func copy(_ paths: [String], to folder: String) async throws(LaunchError) {
        guard !paths.isEmpty else { return }
        try await run("cp", ["-RLu", "--preserve=timestamps", "--no-preserve=mode,ownership", "--"] + paths + [folder])
        try await run("chmod", ["-R", "a+rX,u+w,go-w", "--", folder])
        for path in paths where !path.hasSuffix("/Scripts") {
            try await run("chmod", ["755", "--", "\(folder)/\((path as NSString).lastPathComponent)"])
        }
    }

    private func run(_ program: String, _ arguments: [String]) async throws(LaunchError) {
        try await ShortCommand(command: ProcessCommand(program, arguments), limit: .seconds(120), loop: loop)
            .runToSuccess()
    }
}
