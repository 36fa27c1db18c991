public import Foundation

extension MotoServer {
    public struct NoOpinion: Error, CustomStringConvertible {
        public let description: String
    }

    /// Asks Prowler and Cloud Custodian what is wrong with the estates that were planted. It takes minutes, and no
    /// signature is checked any more afterwards. Returns what `second_opinion.py` writes.
    /// - Parameters:
    ///   - prowler: the folder of the virtual environment that has it.
    ///   - custodian: the same.
    public func opinions(prowler: String, custodian: String) async throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (out, log) = (folder.appendingPathComponent("out.json"), folder.appendingPathComponent("log"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try await AWSTestEnvironment.python())
        process.arguments = [
            AWSTestEnvironment.script("second_opinion.py"), "--prowler", prowler, "--custodian", custodian,
            "--endpoint", url, out.path,
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: log)
        let words = try FileHandle(forWritingTo: log)
        process.standardOutput = words
        process.standardError = words
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw NoOpinion(description: "second_opinion.py failed: \(text.suffix(4000))")
        }
        return try Data(contentsOf: out)
    }
}
