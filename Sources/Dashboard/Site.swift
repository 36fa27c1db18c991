internal import Foundation
internal import Cryptography

/// The dashboard and the page of the API's description, and what they load from `site/<version>/…`, a folder that changes its
/// name with its content, so that browsers may keep what is in it for ever.
public struct Site: Sendable {
    /// Stands in a page for the version.
    private static let placeholder = Array("{version}".utf8)
    private static let pageEnding = ".html"

    private let files: [String: SiteFile]
    private let folder: URL?
    /// With the version in them; none while files are read from a folder.
    private let builtIn: [String: SiteFile]

    /// The name of the folder: a digest of all files, or `disk`.
    public let version: String
    /// Whether browsers may keep the files; not while they are read from a folder, where they change.
    public var isLasting: Bool { folder == nil }

    /// - Parameter folder: reads the files from there, each time anew, for those who write them; nil: the embedded ones.
    public init(folder: String? = nil) {
        self.folder = folder.map { URL(fileURLWithPath: $0, isDirectory: true) }
        let embedded = folder == nil ? SiteFile.embedded : []
        let files = Dictionary(embedded.map { ($0.path, $0) }) { first, _ in first }
        let version = folder == nil ? Self.digest(of: embedded) : "disk"
        builtIn = files.filter { $0.key.hasSuffix(Self.pageEnding) }.mapValues { Self.naming(version, in: $0) }
        (self.files, self.version) = (files, version)
    }

    /// - Parameter name: `index` or `docs`; nil where no page is.
    public func page(_ name: String) -> SiteFile? {
        let path = name + Self.pageEnding
        return builtIn[path] ?? read(path).map { Self.naming(version, in: $0) }
    }

    /// - Parameter path: below the folder of this version; nil where no file is. A page is none: it has an address of its own.
    public func file(at path: String) -> SiteFile? {
        path.hasSuffix(Self.pageEnding) ? nil : read(path)
    }

    private func read(_ path: String) -> SiteFile? {
        guard let folder else { return files[path] }
        // Nothing that leads out of the folder, or to what is hidden in it: a decoded segment may hold a slash.
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0) }),
            let data = try? Data(contentsOf: folder.appendingPathComponent(path))
        else { return nil }
        return SiteFile(path: path, bytes: Array(data))
    }

    private static func digest(of files: [SiteFile]) -> String {
        let named = files.sorted { $0.path < $1.path }.map { Array($0.path.utf8) + SHA256.digest($0.bytes) }
        return Hex.encode(SHA256.digest(named.joined().map { $0 }).prefix(8))
    }

    private static func naming(_ version: String, in page: SiteFile) -> SiteFile {
        var named: [UInt8] = []
        var rest = page.bytes[...]
        while let found = rest.firstRange(of: placeholder) {
            named += rest[..<found.lowerBound]
            named += version.utf8
            rest = rest[found.upperBound...]
        }
        return SiteFile(path: page.path, bytes: named + rest)
    }
}
