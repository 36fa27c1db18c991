import Foundation

/// The project's own sources, as text.
struct Project {
    struct File {
        /// Relative to the project's root.
        let path: String
        /// The room: the folder below `Sources`, `Workers` or `Benchmarks`.
        let room: String
        let lines: [Substring]
        let text: String

        /// The modules that the file imports.
        let imports: [String]

        init(path: String, text: String) {
            self.path = path
            self.text = text
            room = String(path.split(separator: "/")[1])
            lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            // Most lines are passed over cheaply: regular expressions are slow in a debug build.
            imports = lines.filter { $0.contains("import ") }.compactMap { line in
                line.firstMatch(of: #/^(?:@\w+ )?(?:public |internal |private )?import (?:\w+ )?(\w+)/#)
                    .map { String($0.output.1) }
            }
        }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folders in one of the root's, by name.
    static func folders(in parent: String) -> [String] {
        let start = root.appending(path: parent).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: start)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    /// Files below these folders, Swift's unless said.
    static func files(in folders: [String], endings: Set<String> = ["swift"]) throws -> [File] {
        try folders.flatMap { folder -> [File] in
            let start = root.appending(path: folder)
            guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) else {
                return []
            }
            return try walk.compactMap { $0 as? URL }.filter { endings.contains($0.pathExtension) }.map { url in
                let path = String(url.path.dropFirst(root.path.count + 1))
                let text = try String(contentsOf: url, encoding: .utf8)
                return File(path: path, text: text)
            }
        }
    }

    static let sources = Result { try files(in: ["Sources", "Workers", "Benchmarks"]) }
}
