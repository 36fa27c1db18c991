public import Foundation
import HTTPClient
public import Operations
import Synchronization

/// Sends spans to a collector by OTLP over HTTP, in Protocol Buffers: every collector takes that form, and not every one
/// takes JSON.
///
/// No work waits for it: spans wait in a bounded queue, and what does not fit, or cannot be sent in time,
/// is dropped and counted. A collector that takes nothing is seen as a duty that fails.
public final class SpanExporter: Service {
    public let name = "traces"
    /// How `flotilla doctor` calls what fails.
    static let duty = "sending traces to the collector"

    private let configuration: TracingConfiguration
    private let resource: TraceResource
    private let queue: SpanQueue
    private let http = WebClient()
    private let exported: Counter
    private let dropped: MetricFamily<Counter>
    private let full: Counter
    private let duties: FailingDuties
    private let logger: Logger
    private let repeats = RepeatLimit(every: .seconds(30))
    private let state = Mutex(State())

    private struct State {
        /// Set when the process ends.
        var deadline: ContinuousClock.Instant?
        var work: Task<Void, Never>?
        /// Between two attempts.
        var pause: Task<Void, Never>?
    }

    /// How long the end of a process may wait for the collector.
    private static let lastWords = Duration.seconds(2)

    /// - Parameters:
    ///   - program: such as `api`.
    ///   - instance: of the process.
    ///   - registry: where spans are counted.
    public init(
        _ configuration: TracingConfiguration, program: String, version: String, instance: UUID = UUID(),
        registry: MetricsRegistry, duties: FailingDuties = .shared, logger: Logger
    ) {
        self.configuration = configuration
        resource = TraceResource(
            service: configuration.service ?? "flotilla-\(program)", version: version, instance: instance,
            further: configuration.attributes)
        queue = SpanQueue(capacity: configuration.queue, batch: configuration.batch)
        exported = registry.counter("flotilla_spans_exported_total", help: "Spans that the collector took.")
        dropped = registry.counter(
            "flotilla_spans_dropped_total", help: "Spans that were not exported, by why.", labels: ["reason"])
        full = dropped.labels("queue_full")
        for reason in ["refused", "unreachable"] { _ = dropped.labels(reason) }
        self.duties = duties
        self.logger = logger
    }

    /// Whose spans this exports.
    public var tracer: Tracer {
        Tracer(sampler: Sampler(configuration.sampler)) { [self] in add($0) }
    }

    /// Takes a span in OTLP's form; drops it when there is no room.
    /// - Parameter lost: spans that were dropped on their way here.
    public func add(_ span: [UInt8], afterLosing lost: Int = 0) {
        full.increment(by: lost)
        if !queue.offer(span) { full.increment() }
    }

    public func run() async throws {
        let work = Task { await sendAll() }
        state.withLock { $0.work = work }
        await work.value
    }

    /// What waits is sent, while there is time for it.
    public func stop(by deadline: ContinuousClock.Instant) async {
        let end = min(deadline, .now + Self.lastWords)
        let (work, pause) = state.withLock { state in
            state.deadline = end
            return (state.work, state.pause)
        }
        queue.close()
        pause?.cancel()
        Task {
            try? await Task.sleep(until: end)
            work?.cancel()
        }
        await work?.value
    }

    // MARK: Sending

    private func sendAll() async {
        while await queue.gather(for: configuration.delay) {
            while case let spans = queue.take(), !spans.isEmpty { await send(spans) }
        }
    }

    private func send(_ spans: [[UInt8]]) async {
        let body = resource.request(spans)
        let end = ContinuousClock.now + configuration.patience
        var backoff = Duration.seconds(1)
        while true {
            switch await attempt(body, until: end) {
            case .taken(let rejected):
                let lost = min(max(0, rejected), spans.count)
                exported.increment(by: spans.count - lost)
                if lost > 0 { dropped.labels("refused").increment(by: lost) }
                return duties.note(Self.duty, nil)
            case .refused(let reason):
                return drop(spans.count, "refused", reason)
            case .later(let asked, let reason):
                duties.note(Self.duty, Unsent(reason: reason))
                let pause = asked ?? backoff * Double.random(in: 0.5...1)
                backoff = min(backoff * 2, .seconds(8))
                guard limit(end) > .now + pause, await wait(pause) else {
                    return drop(spans.count, "unreachable", reason)
                }
            }
        }
    }

    private func attempt(_ body: [UInt8], until end: ContinuousClock.Instant) async -> ExportAnswer {
        var request = HTTPClientRequest(
            method: "POST", url: configuration.url, headers: ["Content-Type": "application/x-protobuf"], body: body)
        for (name, value) in configuration.headers { request.headers[name] = value }
        let left = max(.milliseconds(1), ContinuousClock.now.duration(to: limit(end)))
        request.limits = HTTPClientLimits(
            total: min(configuration.timeout, left), connect: min(.seconds(5), left), responseBytes: 64 << 10,
            cutsBody: true)
        do throws(HTTPClientError) {
            return ExportAnswer(try await http.send(request))
        } catch {
            return ExportAnswer(error)
        }
    }

    private func limit(_ end: ContinuousClock.Instant) -> ContinuousClock.Instant {
        state.withLock { $0.deadline }.map { min($0, end) } ?? end
    }

    /// - Returns: false when the process ends meanwhile.
    private func wait(_ time: Duration) async -> Bool {
        let pause = Task<Void, Never> { _ = try? await Task.sleep(for: time) }
        let isEnding = state.withLock { state in
            state.pause = pause
            return state.deadline != nil
        }
        if isEnding { pause.cancel() }
        await pause.value
        return state.withLock { $0.deadline } == nil
    }

    private func drop(_ count: Int, _ cause: String, _ reason: String) {
        dropped.labels(cause).increment(by: count)
        duties.note(Self.duty, Unsent(reason: reason))
        logger.log(
            .warning, "spans were dropped: the collector did not take them", limitedBy: repeats,
            ["spans": .integer(count), "error": .string(reason)])
    }

    private struct Unsent: Error, CustomStringConvertible {
        let reason: String
        var description: String { "the collector did not take them: \(reason)" }
    }
}
