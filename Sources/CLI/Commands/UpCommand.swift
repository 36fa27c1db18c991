import Fleet
import Accounts
import Assembly
import Cryptography
import Foundation
import Launcher
import Operations
import Postgres

/// What stands behind `./run`.
enum UpCommand: Command {
    static let name = "up"
    static let synopsis = "[--demo] [--workers scan=1,…]"
    static let summary = "starts the fleet on this machine, and stops it on Ctrl-C"
    static let options: [CommandOption] = [
        .flag("demo", "run one scan of a small cloud, show it and stop"),
        .value("workers", "NAME=N,…", "how many of each worker"),
    ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        await FleetLauncher.up(
            arguments.words, workers: Domains.workers.map(ProcessKind.init), known: Domains.variables,
            projectRoot: projectRoot(),
            hooks: FleetLauncher.Hooks(
                ownerRoles: DatabaseRoles.all, serviceRoles: DatabaseRoles.serving,
                migrate: { url in
                    do { _ = try await Migrations.apply(to: url.reveal()) } catch {
                        throw CommandFailure(Explanation.text(of: error))
                    }
                },
                adminToken: { url, secret in try await adminToken(url, secret) }))
    }

    /// The nearest folder above the program that holds `Scripts`.
    private static func projectRoot() -> String {
        var folder = URL(filePath: CurrentProcess.executablePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Scripts").path) { return folder.path }
            folder.deleteLastPathComponent()
        }
        return FileManager.default.currentDirectoryPath
    }

    /// The token of the fleet's own admin, who is made at the first start; its password is known to no one.
    private static func adminToken(_ url: Secret, _ secret: Secret) async throws -> Secret {
        let database = try Connections.domains(url: url, name: "up")
        do {
            let token = try await UserAdministration(database: database)
                .token(for: "admin@flotilla.invalid", secret: secret, makingAdmin: true)
            await database.close()
            return Secret(token.text)
        } catch {
            await database.close()
            throw error
        }
    }
}

extension ProcessKind {
    fileprivate init(_ worker: WorkerProcess) {
        self.init(
            worker.name, executable: worker.executable, environment: worker.environment,
            standardCount: worker.standardCount, meetsCloud: worker.usesCloud, sendsMail: worker.usesMail,
            asksModels: worker.usesModels)
    }
}
