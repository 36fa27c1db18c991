import Bare
import Foundation
import Operations

/// Answers of a tutor that are written at the same time, by several AIWorkers of eight slots each: from the claim through the stream and
/// its pieces in Redis to the result; beside as many streams by libcurl alone, which counts bytes. The model server has no model, and is
/// part of this process, and of both figures.
struct StreamsBenchmark: Benchmark {
    private static let workers = 8
    /// Of each worker.
    private static let slots = 8
    /// Of one answer, each a hundredth of a second after the one before.
    private static let tokens = 1000
    private static var streams: Int { workers * slots }

    let name = "streams"

    let figures = [
        FigureKind(
            key: "cpu", title: "CPU a token, 64 answers at once by 8 workers", unit: "µs", ceiling: "cpuBare",
            usage: "ours"),
        FigureKind(key: "cpuBare", title: "the same streams by libcurl, bare", unit: "µs", usage: "bare"),
        FigureKind(key: "rate", title: "tokens of the 64 answers", unit: "tokens/s", ceiling: "rateBare"),
        FigureKind(key: "rateBare", title: "the same by libcurl, bare", unit: "tokens/s"),
        FigureKind(key: "together", title: "answers that were written at the same moment", unit: "answers"),
    ]

    func run(on fleet: Fleet) async throws -> Run {
        var run = Run()
        try await fleet.empty()
        _ = try await fleet.database.query(
            "truncate flotilla.documents, flotilla.generations, flotilla.model_calls cascade")
        let sink = try ChatSink(tokens: Self.tokens, microseconds: 10_000)
        let all = Self.streams * Self.tokens
        var meter = UsageMeter(["client and sink": getpid()])
        let bare = try await ChatCeiling(port: sink.port).run(answers: Self.streams, threads: Self.streams)
        run.usage["bare"] = await meter.stop(jobs: all)
        let api = try BareHTTP(url: fleet.apiURL, token: fleet.token)
        // Of one tenant and one provider, which may otherwise have a few.
        try Self.patch(api, each: #""unlimited""#)
        defer { try? Self.patch(api, each: "null") }
        let settings = [
            "OPENAI_BASE_URL": "http://127.0.0.1:\(sink.port)/v1", "AI_MODEL": "sink", "CONCURRENCY": "\(Self.slots)",
        ]
        let document = try await Self.document(api, fleet, settings)
        for number in 0..<Self.streams {
            let input = #"{"question":"Question \#(number)?","document_ids":["\#(document)"],"language":"en"}"#
            try Self.accepted(api, "/generations", #"{"type":"answer","input":\#(input)}"#)
        }
        meter = UsageMeter(fleet.processes.merging(["sink": getpid()]) { $1 })
        var workers: [ChildProcess] = []
        defer { for worker in workers { worker.signal(SIGKILL) } }
        for _ in 0..<Self.workers { workers.append(try await fleet.start("AIWorker", settings)) }
        let those = "where kind = 'ai.answer'"
        try await Fleet.eventually(within: .seconds(300), "not every answer was written") {
            try await fleet.jobs("count(*) filter (\(those) and finished_at is null)") == 0
        }
        var usage = await meter.stop(jobs: all)
        let seconds = workers.flatMap { [$0.pid] + ProcessFile.children(of: $0.pid) }
            .compactMap { ProcessFile($0)?.seconds }.reduce(0, +)
        usage["workers"] = Usage(seconds: seconds * 1000 / Double(all), memory: nil)
        run.usage["ours"] = usage
        for (key, span) in [("cpu", "ours"), ("cpuBare", "bare")] {
            // Seconds for 1,000 are thousandths of a second for one.
            run.values[key] = (run.usage[span]?.values.reduce(0) { $0 + $1.seconds } ?? 0) * 1000
        }
        let span = try await fleet.jobs(
            "extract(epoch from max(finished_at) filter (\(those)) - min(started_at) filter (\(those)))")
        run.values["rate"] = Double(all) / span
        run.values["rateBare"] = Double(all) / (bare.time / .seconds(1))
        run.values["together"] = try await fleet.number(
            """
            select max(count)::float8 from (
                select count(*) from flotilla.model_calls one join flotilla.model_calls other
                    on other.started_at <= one.started_at and one.started_at < other.ended_at
                where one.operation = 'chat' and other.operation = 'chat' group by one.id
            ) counts
            """)
        let whole = try await fleet.number(
            """
            select count(*)::float8 from flotilla.generations
            where type = 'answer' and status = 'succeeded' and output ->> 'text' = \(sink.text)
            """)
        run.check("every answer came whole", Int(whole) == Self.streams, "\(Int(whole)) of \(Self.streams)")
        return run
    }

    /// A document that is ready, small enough to be read whole.
    private static func document(_ api: BareHTTP, _ fleet: Fleet, _ settings: [String: String]) async throws -> String {
        let worker = try await fleet.start("AIWorker", settings)
        defer { worker.signal(SIGKILL) }
        let body = #"{"title":"Bridges","content_type":"text/plain","text":"The bridge has seven arches."}"#
        let id = try accepted(api, "/documents", body)
        try await Fleet.eventually(within: .seconds(60), "the document was not prepared") {
            try await fleet.number("select count(*)::float8 from flotilla.documents where status = 'ready'") == 1
        }
        _ = await worker.terminate(grace: .seconds(30))
        return id
    }

    private static func patch(_ api: BareHTTP, each value: String) throws {
        let limits = #"{"each_key":{"running":\#(value)},"each_tenant":{"running":\#(value)}}"#
        let body = #"{"kinds":{"ai.answer":\#(limits)}}"#
        let head = "PATCH /queues/ai HTTP/1.1\r\n\(api.head)Content-Length: \(body.utf8.count)\r\n\r\n"
        let answer = try api.answer(to: Array((head + body).utf8))
        guard answer.status == 200 else {
            throw BenchError(
                "PATCH /queues/ai was answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    /// - Returns: the id of what was accepted.
    @discardableResult
    private static func accepted(_ api: BareHTTP, _ path: String, _ body: String) throws -> String {
        let answer = try api.post(path, Array(body.utf8))
        let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        guard answer.status == 202, let id = object?["id"] as? String else {
            throw BenchError(
                "POST \(path) was answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
        }
        return id
    }
}
