import Bare
import Foundation
import HTTPClient
import ModelProviders
import Synchronization

/// Streamed answers of a server that has no model, so that what is measured is the way from it: our client, which reads each
/// token and hands it over, beside libcurl alone, which counts bytes. The server is part of the process, and of both figures.
struct ModelsBenchmark: Benchmark {
    /// As fast as they come.
    private static let flood = (answers: 80, tokens: 5_000, streams: 8)
    /// As a machine with a good model writes: 64 at once, each of 100 tokens a second.
    private static let paced = (answers: 64, tokens: 500, streams: 64)

    let name = "models"

    let figures = [
        FigureKind(key: "flood", title: "tokens, 8 streams", unit: "tokens/s", ceiling: "floodBare", usage: "flood"),
        FigureKind(key: "floodBare", title: "the same by libcurl, bare", unit: "tokens/s", usage: "floodBare"),
        FigureKind(
            key: "paced", title: "CPU a token, 64 streams, 100 tokens/s each", unit: "µs", ceiling: "pacedBare",
            usage: "paced"),
        FigureKind(key: "pacedBare", title: "the same by libcurl, bare", unit: "µs", usage: "pacedBare"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        let (flood, paced) = (Self.flood, Self.paced)
        let fast = try ChatSink(tokens: flood.tokens, microseconds: 0)
        let slow = try ChatSink(tokens: paced.tokens, microseconds: 10_000)
        let seconds = try await measure(&run, "flood", fast, flood.answers, flood.streams)
        run.values["flood"] = Double(flood.answers * flood.tokens) / seconds.ours
        run.values["floodBare"] = Double(flood.answers * flood.tokens) / seconds.bare
        _ = try await measure(&run, "paced", slow, paced.answers, paced.streams)
        for span in ["paced", "pacedBare"] {
            // Seconds for 1,000 are thousandths of a second for one.
            run.values[span] = (run.usage[span]?.values.reduce(0) { $0 + $1.seconds } ?? 0) * 1000
        }
        return run
    }

    private func measure(
        _ run: inout Run, _ span: String, _ sink: ChatSink, _ answers: Int, _ streams: Int
    ) async throws -> (ours: Double, bare: Double) {
        let tokens = answers * sink.tokens
        var meter = UsageMeter(["bare": getpid()])
        let bare = try await ChatCeiling(port: sink.port).run(answers: answers, threads: streams)
        run.usage[span + "Bare"] = await meter.stop(jobs: tokens)
        meter = UsageMeter(["client": getpid()])
        let started = ContinuousClock.now
        let whole = try await ask(sink, answers: answers, streams: streams)
        let time = ContinuousClock.now - started
        run.usage[span] = await meter.stop(jobs: tokens)
        run.check("every answer was whole", whole == answers && bare.bytes > tokens, "\(whole) of \(answers)")
        return (time / .seconds(1), bare.time / .seconds(1))
    }

    /// - Returns: how many answers came whole, their text piece by piece and in all.
    private func ask(_ sink: ChatSink, answers: Int, streams: Int) async throws -> Int {
        let client = WebClient(HTTPClientConfiguration(requestsPerHost: streams, usesProxies: false))
        let provider = ModelProviders.openAI(baseURL: "http://127.0.0.1:\(sink.port)", client: client)
        let (text, request) = (sink.text, ChatRequest(model: "sink", messages: [ChatMessage(.user, "Write.")]))
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for stream in 0..<streams {
                group.addTask {
                    var whole = 0
                    for _ in stride(from: stream, to: answers, by: streams) {
                        let bytes = Atomic(0)
                        let answer = try await provider.chat(request) { piece in
                            bytes.add(piece.utf8.count, ordering: .relaxed)
                        }
                        let isWhole = answer.text == text && bytes.load(ordering: .relaxed) == text.utf8.count
                        whole += isWhole && answer.usage.completion == sink.tokens ? 1 : 0
                    }
                    return whole
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
