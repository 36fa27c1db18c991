import Foundation

/// The templates that are kept beside the project, for all test processes of a day.
actor DataTemplates {
    static let shared = DataTemplates()

    private static let root = URL(filePath: #filePath).appending(path: "../../../../.flotilla-test/templates")
        .standardizedFileURL.path
    /// One that was not used for so long is of an earlier build.
    private static let lifetime: TimeInterval = 3600

    private var making: [String: Task<String, any Error>] = [:]

    /// - Returns: the directory to copy.
    func folder(of template: DataTemplate, binaries: String) async throws -> String {
        let day = Date.now.formatted(.iso8601.year().month().day())
        let version = URL(filePath: binaries).deletingLastPathComponent().lastPathComponent
        let path = "\(Self.root)/\(version)-\(day)-\(template.name)"
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: path)
            return path
        }
        let task = making[path] ?? Task { try await Self.make(template, at: path) }
        making[path] = task
        return try await task.value
    }

    private static func make(_ template: DataTemplate, at path: String) async throws -> String {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try removeOld()
        let server = try await PostgresServer(from: template.name == DataTemplate.empty.name ? nil : .empty)
        try await template.fill(server)
        try await server.stop()
        let new = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
        try await shell(["cp", "-a", server.data, new])
        // Another process may have been faster; its template is as good.
        if (try? FileManager.default.moveItem(atPath: new, toPath: path)) == nil {
            try FileManager.default.removeItem(atPath: new)
        }
        return path
    }

    private static func removeOld() throws {
        let entries = try FileManager.default.contentsOfDirectory(
            at: URL(filePath: root), includingPropertiesForKeys: [.contentModificationDateKey])
        for entry in entries {
            let date = try? entry.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            if let date, date.timeIntervalSinceNow < -lifetime { try? FileManager.default.removeItem(at: entry) }
        }
    }
}
