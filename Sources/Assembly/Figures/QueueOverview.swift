public import Jobs

/// A queue as the overview shows it.
public struct QueueOverview: Encodable, Sendable, Hashable {
    public let name: QueueName
    public let paused: Bool
    public let pausedKinds: [JobKind]
    /// These five are nil without a reading that is young enough.
    public let queued: Int?
    public let running: Int?
    public let scheduled: Int?
    public let retrying: Int?
    public let oldestSeconds: Double?
    /// Of workers that are alive and not quiet.
    public let slots: Int
    public let workers: Int
    public let rates: JobRates
    /// Until nothing waits, if all goes on as it does; nil when it does not get less.
    public let drainsInSeconds: Double?
    public let wait: Quantiles
    public let run: Quantiles

    /// - Parameters:
    ///   - figures: nil without a reading that is young enough.
    ///   - recent: of the time of which quantiles are shown.
    init(
        _ name: QueueName, isPaused: Bool, pausedKinds: [JobKind], figures: QueueFigures?, slots: Int, workers: Int,
        rates: JobRates, recent: ActivityCount
    ) {
        self.name = name
        paused = isPaused
        self.pausedKinds = pausedKinds
        queued = figures.map { $0.depth[.queued] ?? 0 }
        running = figures.map { $0.depth[.running] ?? 0 }
        scheduled = figures.map { $0.depth[.scheduled] ?? 0 }
        retrying = figures.map { $0.depth[.retrying] ?? 0 }
        oldestSeconds = figures.map { ($0.oldest / .seconds(1) * 10).rounded() / 10 }
        self.slots = slots
        self.workers = workers
        self.rates = rates
        drainsInSeconds = queued.flatMap { Self.drain($0, by: rates.settled - rates.enqueued) }
        wait = Quantiles(recent.wait)
        run = Quantiles(recent.run)
    }

    /// - Parameter rate: by how many a second it gets less.
    private static func drain(_ queued: Int, by rate: Double) -> Double? {
        if queued == 0 { return 0 }
        return rate > 0 ? (Double(queued) / rate).rounded() : nil
    }
}
