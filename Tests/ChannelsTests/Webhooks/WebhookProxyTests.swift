import Foundation
import Testing

@Suite("Webhooks and the proxies of the environment", .timeLimit(.minutes(1)))
struct WebhookProxyTests {
    @Test("deliveries go past a proxy, which would connect to what it is asked for and not to what was judged")
    func proxies() async throws {
        // The environment is a process's: the tests of pinning run in another one, whose proxy takes no connection.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "^ChannelsTests.WebhookPinningTests/"]
        let proxy = ["https_proxy": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"]
        process.environment = ProcessInfo.processInfo.environment.merging(proxy) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let (status, text) = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    try process.run()
                    let data = output.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    continuation.resume(
                        returning: (process.terminationStatus, String(decoding: data.suffix(2000), as: UTF8.self)))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
        #expect(status == 0, "\(text)")
        #expect(text.contains("in 1 suite passed"))
    }
}
