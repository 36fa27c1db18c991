import Foundation
import Glibc

/// Files that their owner alone may read.
enum PrivateFile {
    /// Replaces the file in one step: a reader sees the old text or the new, whole. Mode 600 from the first byte on.
    static func write(_ text: String, to path: String) throws(LaunchError) {
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw LaunchError("cannot write \(draft): \(String(cString: strerror(errno)))") }
        do {
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        } catch {
            unlink(draft)
            throw LaunchError("cannot write \(draft): the disk may be full")
        }
        guard rename(draft, path) == 0 else {
            throw LaunchError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Nil when there is none or it cannot be read.
    ///
    /// Until there is nothing left: files of proc(5) have no size and come in pieces, of which `Data(contentsOf:)` takes the
    /// first alone.
    static func read(_ path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        var data = Data()
        do {
            while let piece = try handle.read(upToCount: 64 << 10), !piece.isEmpty { data += piece }
        } catch {
            return nil
        }
        return String(decoding: data, as: UTF8.self)
    }
}
