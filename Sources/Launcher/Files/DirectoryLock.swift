import Foundation
import Glibc

/// Says that one launcher uses a folder. The system drops it with the process, however that ends.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: when another process holds it, naming that process.
    init(path: String) throws(LaunchError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw LaunchError(
                "cannot open \(path): \(String(cString: strerror(errno))); FLOTILLA_DIR names another folder")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = PrivateFile.read(path).map { $0.filter(\.isNumber) } ?? ""
            close(descriptor)
            throw LaunchError(
                "already running\(owner.isEmpty ? "" : " (process \(owner))") in \((path as NSString).deletingLastPathComponent)"
            )
        }
        ftruncate(descriptor, 0)
        try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data("\(getpid())\n".utf8))
    }

    deinit { close(descriptor) }
}
