import Foundation

/// What the tests of AWS stand on: fetched once by `Scripts/prepare.sh`, kept between runs, never committed.
public enum AWSTestEnvironment {
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let venv = Task { try await prepare("venv", variable: "FLOTILLA_TEST_VENV") }
    private static let vectorsFolder = Task { try await prepare("vectors", variable: "FLOTILLA_TEST_VECTORS") }

    /// A Python interpreter that has moto and boto3.
    public static func python() async throws -> String {
        try await venv.value.appendingPathComponent("bin/python").path
    }

    /// The folders of AWS's published vectors for Signature Version 4, one for each case.
    public static func vectors() async throws -> [URL] {
        let suite = try await vectorsFolder.value.appendingPathComponent("aws4_testsuite")
        let files = FileManager.default.enumerator(at: suite, includingPropertiesForKeys: nil)
        let requests = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "req" }
        return requests.map { $0.deletingLastPathComponent() }.sorted { $0.path < $1.path }
    }

    static func script(_ name: String) -> String {
        folder.appendingPathComponent("Scripts/\(name)").path
    }

    private static func prepare(_ what: String, variable: String) async throws -> URL {
        let given = ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        let directory =
            given.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent(".build/aws-tests/\(what)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [script("prepare.sh"), what, directory.path]
        process.standardInput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { process in
                if process.terminationStatus == 0 { return continuation.resume() }
                let command = "Tests/Support/AWSTestSupport/Scripts/prepare.sh \(what) \(directory.path)"
                continuation.resume(
                    throwing: Missing(
                        description: "\(variable) is missing and could not be fetched; run: \(command)"))
            }
            do {
                try process.run()
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return directory
    }
}
