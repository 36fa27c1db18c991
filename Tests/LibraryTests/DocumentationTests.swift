import FleetTestSupport
import Foundation
import Testing

@Suite("The documentation")
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("the settings in docs/configuration.md are those that the programs read")
    func settings() throws {
        let process = Process()
        process.executableURL = URL(filePath: Fleet.folder + "/flotilla")
        process.arguments = ["settings", "--markdown"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let printed = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let table = try Self.text("docs/configuration.md").split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(table == printed.split(separator: "\n"), "flotilla settings --markdown prints another table")
    }

    private static let pages =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]
        + ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)) ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }

    @Test("links lead to files that are there, and so do the paths that it names", arguments: pages)
    func links(_ page: String) throws {
        let text = try Self.text(page)
        let folder = Self.root.appending(path: page).deletingLastPathComponent()
        for link in text.matches(of: /\]\(([^)#\s]+)/).map(\.output.1) where !link.contains("://") {
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: String(link)).path), "\(link)")
        }
        // Files that the page itself holds are not there.
        let held = Set(text.matches(of: /`([^`\s]+)`:\n\n```/).map(\.output.1))
        for path in text.matches(of: /`((?:Sources|Workers|Tests|Examples|Scripts|Benchmarks)\/[^`\s]*)`/).map(
            \.output.1)
        where !path.contains("…") && !path.contains("<") && !path.contains("/.build") && !held.contains(path) {
            #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: String(path)).path), "\(path)")
        }
    }
}
