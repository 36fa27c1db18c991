import FleetTestSupport
import Foundation
import Testing

extension WatchTests {
    private static let curl = "/usr/bin/curl"

    @Test("curl -N shows a job to its end, and ends", .enabled(if: FileManager.default.isExecutableFile(atPath: curl)))
    func curl() async throws {
        let id = try await estate.emit(5, ms: 100)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.curl)
        process.arguments = [
            "-sN", "--max-time", "30", "-H", "Authorization: Bearer \(school.token ?? "")",
            "\(school.url)/api/v1/jobs/\(id)/events",
        ]
        let output = Pipe()
        process.standardOutput = output
        let text = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                continuation.resume(
                    returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        #expect(process.terminationStatus == 0)
        var parser = EventParser()
        let events = parser.take(Array(text.utf8))
        #expect(text.hasPrefix("retry: 1000\n\n"))
        #expect(events.chunks == [1, 2, 3, 4, 5] && events.last?.name == "done", "\(text)")
    }
}
