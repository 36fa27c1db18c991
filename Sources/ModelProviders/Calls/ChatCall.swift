import HTTPClient
import Tracing

/// One request for a streamed answer, read to its end.
struct ChatCall<Format: ChatFormat> {
    /// Of an answer that is a problem, in bytes.
    private static var problemBytes: Int { 64 << 10 }
    /// How long what may still come is waited for when the text is whole: counts, and the end of the connection, which then
    /// serves the next call.
    private static var ending: Duration { .seconds(2) }

    private let endpoint: ProviderEndpoint
    private let model: String
    private let start: ContinuousClock.Instant
    private let watch: StreamWatch
    private var record: ChatRecord
    private var firstToken: Duration?

    /// - Parameter start: of the whole call.
    init(_ chat: ChatRequest, at endpoint: ProviderEndpoint, since start: ContinuousClock.Instant) {
        self.endpoint = endpoint
        self.start = start
        model = chat.model
        watch = StreamWatch(endpoint.limits)
        record = ChatRecord(promptBytes: chat.messages.reduce(0) { $0 + $1.content.utf8.count })
    }

    mutating func run(
        _ request: HTTPClientRequest, _ onText: @Sendable (String) async throws -> Void
    ) async throws(CallFailure) -> ChatAnswer {
        guard var span = endpoint.span("chat", model) else { return try await ask(request, onText) }
        defer { span.end() }
        do {
            let answer = try await ask(request.part(of: span), onText)
            span.set("gen_ai.response.model", .string(answer.model))
            span.set("gen_ai.usage.input_tokens", .integer(answer.usage.prompt))
            span.set("gen_ai.usage.output_tokens", .integer(answer.usage.completion))
            return answer
        } catch {
            span.fail(error.error.code)
            throw error
        }
    }

    private mutating func ask(
        _ request: HTTPClientRequest, _ onText: @Sendable (String) async throws -> Void
    ) async throws(CallFailure) -> ChatAnswer {
        var request = request
        request.limits.total = max(.zero, endpoint.limits.total - (.now - start))
        let stream: HTTPClientStream
        do throws(HTTPClientError) {
            stream = try await endpoint.client.stream(request)
        } catch {
            throw failure(endpoint.meaning(of: error), spent: error.requestMayHaveBeenSent)
        }
        let (watch, body) = (watch, stream.body)
        let outcome = await withTaskGroup(of: Void.self) { group -> Result<Void, CallFailure> in
            group.addTask { await watch.run { body.cancel() } }
            defer { group.cancelAll() }
            do throws(CallFailure) {
                guard (200..<300).contains(stream.status) else { throw await problem(stream) }
                try await read(stream, onText)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
        return record.answer(asked: model, firstToken: firstToken, latency: .now - start)
    }

    // MARK: Reading

    private mutating func read(
        _ stream: HTTPClientStream, _ onText: @Sendable (String) async throws -> Void
    ) async throws(CallFailure) {
        var format = Format(contentType: stream.headers["content-type"] ?? "")
        var reader = stream.body.makeAsyncIterator()
        var isOpen = true
        while isOpen, !record.isComplete {
            let bytes = try await next(&reader)
            isOpen = bytes != nil
            let (chunks, isReadable) = Self.decoded(bytes, &format)
            try await take(chunks, onText)
            guard isReadable || record.finish != nil else {
                throw broken("unreadable_chunk", "in no form that is known")
            }
        }
        try await hand(record.end(), onText)
        guard record.finish != nil || record.isComplete, record.hasProgress else {
            throw broken("incomplete_answer", "and ended before its end")
        }
        // The text is whole: whatever becomes of the connection is no failure.
        while isOpen { isOpen = (try? await next(&reader)) ?? nil != nil }
    }

    /// - Returns: nil at the end, also when an answer that is whole ends otherwise.
    private mutating func next(_ reader: inout HTTPClientBody.AsyncIterator) async throws(CallFailure) -> [UInt8]? {
        do {
            return try await reader.next()
        } catch {
            if record.finish != nil || record.isComplete, !Task.isCancelled { return nil }
            let phase = Task.isCancelled ? nil : watch.expired
            let error = error as? HTTPClientError ?? HTTPClientError(.cancelled)
            throw failure(phase.map(endpoint.timedOut) ?? endpoint.meaning(of: error), spent: true)
        }
    }

    private static func decoded(_ bytes: [UInt8]?, _ format: inout Format) -> (chunks: [ChatChunk], isReadable: Bool) {
        do throws(UnreadableChunk) {
            guard let bytes else { return (try format.end().map { [$0] } ?? [], true) }
            return (try format.chunks(bytes), true)
        } catch {
            return (error.before, false)
        }
    }

    /// Hands over the text of chunks that came together as one piece.
    private mutating func take(
        _ chunks: [ChatChunk], _ onText: @Sendable (String) async throws -> Void
    ) async throws(CallFailure) {
        var text = ""
        var problem: ProviderProblem?
        for chunk in chunks where problem == nil && !record.isComplete {
            text += record.take(chunk)
            problem = chunk.problem
        }
        if record.finish != nil || record.isComplete {
            watch.progress(next: Self.ending)
        } else if chunks.contains(where: \.isProgress) {
            watch.progress(next: endpoint.limits.betweenTokens)
        }
        try await hand(text, onText)
        if let problem { throw failure(problem.meaning(status: 200, wait: nil, of: endpoint), spent: true) }
    }

    private mutating func hand(
        _ text: String, _ onText: @Sendable (String) async throws -> Void
    ) async throws(CallFailure) {
        guard !text.isEmpty else { return }
        if firstToken == nil { firstToken = .now - start }
        watch.pause()
        defer { watch.resume() }
        do {
            try await onText(text)
        } catch {
            let error = ModelError(
                .cancelled, code: "cancelled", message: "The call was ended by what its text was handed to.")
            throw failure(error, spent: true)
        }
    }

    // MARK: Failures

    private func problem(_ stream: HTTPClientStream) async -> CallFailure {
        var body: [UInt8] = []
        var reader = stream.body.makeAsyncIterator()
        while body.count < Self.problemBytes, let bytes = try? await reader.next() { body += bytes }
        var failure = endpoint.problem(stream.head, Array(body.prefix(Self.problemBytes)))
        failure.error.latency = .now - start
        return failure
    }

    private func broken(_ code: String, _ what: String) -> CallFailure {
        failure(ModelError(.brokenStream, code: code, message: "\(endpoint.title) answered \(what)."), spent: true)
    }

    /// - Parameter spent: the provider may have begun, so that what came is paid for.
    private func failure(_ error: ModelError, spent: Bool) -> CallFailure {
        var error = error
        error.usage = spent ? record.usage : nil
        error.partialText = record.text
        error.firstToken = firstToken
        error.latency = .now - start
        return CallFailure(error: error)
    }
}
