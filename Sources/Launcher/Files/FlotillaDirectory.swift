import Foundation
import Glibc

/// Where `flotilla up` keeps what it needs; every name in it is here.
struct FlotillaDirectory: Sendable, Hashable {
    /// Absolute, without symbolic links.
    let path: String

    /// Makes the folder if it is not there. PostgreSQL's user has to pass through it when we are root.
    init(_ path: String) throws(LaunchError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: geteuid() == 0 ? 0o711 : 0o700])
        } catch {
            throw LaunchError("cannot make the folder \(path); FLOTILLA_DIR names another one")
        }
        self.path = URL(filePath: path).resolvingSymlinksInPath().path
    }

    var lock: String { path + "/lock" }
    /// What other programs read: addresses, the admin's token and process numbers.
    var environment: String { path + "/env" }
    var secrets: String { path + "/secrets" }
    /// The processes that are running now, for the next start to end should we be killed.
    var processes: String { path + "/processes" }
    var postgres: String { path + "/postgres" }
    /// Names PostgreSQL's folder when it cannot be in this one.
    var postgresLocation: String { path + "/postgres.location" }
    /// Names the folder of root's processes when it cannot be in this one.
    var homeLocation: String { path + "/home.location" }

    /// Distinguishes this folder: FNV-1a of the path, 16 hexadecimal digits.
    var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
