/// The text of a registry for any number of scrapers: at most one rendering is under way, at most one begins in a second,
/// and all who ask meanwhile share the next. So a flood of scrapes costs what one a second costs, and what a scraper gets
/// is never older than its question.
public actor MetricsPage {
    private let interval: Duration
    private let body: @Sendable () async -> String
    private var next: Task<[UInt8], Never>?
    private var current: Task<[UInt8], Never>?
    private var lastStart: ContinuousClock.Instant?

    /// - Parameter body: renders; it ends within a limit of its own.
    public init(every interval: Duration = .seconds(1), _ body: @escaping @Sendable () async -> String) {
        self.interval = interval
        self.body = body
    }

    /// UTF-8 in the text exposition format.
    public func bytes() async -> [UInt8] {
        if let next { return await next.value }
        let begin = lastStart.map { $0 + interval } ?? .now
        let running = current
        let task = Task { [body] in
            _ = await running?.value
            if begin > .now { try? await Task.sleep(until: begin) }
            began()
            return Array(await body().utf8)
        }
        next = task
        return await task.value
    }

    /// From here on, who asks wants a later rendering.
    private func began() {
        lastStart = .now
        current = next
        next = nil
    }
}
