import Foundation

/// Two open files that no directory names: one with what a program reads, one for what it writes.
struct NamelessFiles {
    let input: FileHandle
    let output: FileHandle

    init(input bytes: [UInt8], in parent: URL) throws {
        let folder = parent.appending(path: "flotilla-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(bytes).write(to: source)
        try Data().write(to: target)
        input = try FileHandle(forReadingFrom: source)
        output = try FileHandle(forUpdating: target)
    }

    /// What was written, up to a length.
    func outputBytes(atMost length: Int) throws -> [UInt8] {
        try output.seek(toOffset: 0)
        return [UInt8](try output.read(upToCount: length) ?? Data())
    }
}
