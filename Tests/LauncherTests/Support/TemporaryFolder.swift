import Foundation
import Glibc
import TestSupport

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    /// - Parameter name: how it is to be called, below a folder that makes it unique.
    init(_ name: String = "flotilla") throws {
        let parent = "\(Scratch.parent)/launcher-tests-\(UUID().uuidString.prefix(8))"
        path = "\(parent)/\(name)"
        // PostgreSQL's user has to pass through both.
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        chmod(parent, 0o755)
    }

    deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

    func write(_ text: String, to name: String, mode: mode_t = 0o644) throws {
        let place = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: place))
        chmod(place, mode)
    }
}
