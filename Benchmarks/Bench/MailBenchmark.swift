import Bare
import Foundation
import SMTPClient

/// Mail to a server that keeps nothing, by connections that are kept: our client beside libcurl alone.
struct MailBenchmark: Benchmark {
    private static let messages = 20_000
    private static let connections = 8

    let name = "mail"

    let figures = [
        FigureKind(
            key: "mail", title: "mails, 8 connections", unit: "mails/s", ceiling: "mailCeiling", usage: "mail"),
        FigureKind(key: "mailCeiling", title: "the same by libcurl, bare", unit: "mails/s", usage: "mailBare"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        let sink = try MailSink()
        let data = Self.data
        let ceiling = MailCeiling(port: sink.port, data: data)
        let client = MailClient(SMTPServer(host: "127.0.0.1", port: sink.port, security: .off))
        try await measure(&run, "mailCeiling", "mailBare", "bare") {
            try await ceiling.run(messages: Self.messages, threads: Self.connections)
        }
        try await measure(&run, "mail", "mail", "client") {
            let started = ContinuousClock.now
            _ = try await Threads.run(Self.connections) { number in
                for _ in 0..<(Self.messages / Self.connections) {
                    let message = SMTPMessage(from: "fleet@sink.test", to: "p\(number)@sink.test", data: data)
                    _ = try client.send(message, by: .now + .seconds(30))
                }
            }
            return .now - started
        }
        run.check("every mail was accepted", sink.count == 2 * Self.messages, "\(sink.count) of \(2 * Self.messages)")
        return run
    }

    private func measure(
        _ run: inout Run, _ key: String, _ span: String, _ process: String, _ body: () async throws -> Duration
    ) async throws {
        // With the sink, which runs in the same process.
        let meter = UsageMeter([process: getpid()])
        let time = try await body()
        run.usage[span] = await meter.stop(jobs: Self.messages)
        run.values[key] = Double(Self.messages) / (time / .seconds(1))
    }

    /// A short notification: 2,000 bytes.
    private static let data: [UInt8] = {
        let header =
            "From: Flotilla <fleet@sink.test>\r\nTo: <ada@sink.test>\r\nSubject: Your learning path is ready\r\n\r\n"
        let line = "Hello Ada, your learning path is ready: twelve lessons await you.\r\n"
        return Array((header + String(repeating: line, count: 28)).utf8)
    }()
}
