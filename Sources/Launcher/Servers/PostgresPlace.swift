import Foundation
import Glibc
import Reactor

/// Where the private PostgreSQL keeps its data, and as which user of the system it runs.
///
/// It refuses to run as root, so root runs it as `postgres`. That user may be unable to pass through the folder that it
/// should live in (below `/root`, say): then its data is in `/var/lib/flotilla-<fingerprint>`, and the file
/// `postgres.location` says so.
struct PostgresPlace: Sendable, Hashable {
    /// The folder of the data folder.
    let path: String
    /// Nil: the user that we are.
    let user: SystemUser?

    var data: String { path + "/data" }
    /// Written last when the data folder is made: without it, what is there is half a data folder.
    var complete: String { path + "/complete" }

    /// A socket's path has 107 bytes at most; where it would be longer there is none, and TCP serves.
    func socketFolder(port: Int) -> String? {
        "\(path)/.s.PGSQL.\(port)".utf8.count <= 107 ? path : nil
    }

    /// PostgreSQL's processes on this data: the server's work in the data folder, the others begin in the one above.
    var processes: [ProcessIdentity] {
        ProcessIdentity.running(["postgres", "initdb"], in: [data, path])
    }

    /// Finds the folder, or makes it.
    static func settle(in directory: FlotillaDirectory, on loop: EventLoop) async throws(LaunchError) -> PostgresPlace {
        guard geteuid() == 0 else {
            let place = PostgresPlace(path: directory.postgres, user: nil)
            try await place.make(on: loop)
            return place
        }
        let user = owner(of: directory.postgres + "/data") ?? SystemUser(name: "postgres", group: "postgres")
        let passes = ShortCommand(
            command: ProcessCommand("test", ["-x", directory.path]).running(as: user), limit: .seconds(10), loop: loop)
        var place = PostgresPlace(path: directory.postgres, user: user)
        if try await passes.run().status.isSuccess {
            unlink(directory.postgresLocation)
        } else {
            place = PostgresPlace(path: "/var/lib/flotilla-\(directory.fingerprint)", user: user)
            try PrivateFile.write(place.path + "\n", to: directory.postgresLocation)
        }
        try await place.make(on: loop)
        return place
    }

    /// The ordinary user whose start made the folder, if one did: it stays that user's.
    private static func owner(of folder: String) -> SystemUser? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder),
            let user = attributes[.ownerAccountID] as? NSNumber, user != 0,
            let group = attributes[.groupOwnerAccountID] as? NSNumber
        else { return nil }
        return SystemUser(name: "\(user)", group: "\(group)")
    }

    private func make(on loop: EventLoop) async throws(LaunchError) {
        if FileManager.default.fileExists(atPath: data) { return }
        let owner = user.map { ["-o", $0.name, "-g", $0.group] } ?? []
        let command = ProcessCommand("install", ["-d", "-m", "700"] + owner + ["--", path])
        try await ShortCommand(command: command, limit: .seconds(10), loop: loop).runToSuccess()
    }
}
