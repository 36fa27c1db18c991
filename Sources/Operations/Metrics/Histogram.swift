import Foundation
import Synchronization

/// What an exemplar showed, and when (seconds since 1970).
struct SeenExemplar: Sendable {
    let trace: Exemplar
    let value: Double
    let time: Double
}

/// Counts values by upper bounds. Any thread may observe; no update waits for a lock or is lost.
public final class Histogram: MetricCell, @unchecked Sendable {
    // Sendable: `counts` is allocated once, freed in deinit, and changed only by atomic operations.

    /// Seconds, from a fast statement to a long job.
    public static let seconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]

    private let bounds: [Double]
    /// One per bound and one for what lies above all of them; not cumulative.
    private let counts: UnsafeMutablePointer<Atomic<Int>>
    private let total = AtomicDouble()
    /// The last one of each bucket; empty until there is one.
    private let exemplars = Mutex<[Int: SeenExemplar]>([:])

    /// - Parameter bounds: upper bounds, each included in its bucket; sorted, without +Inf.
    public init(bounds: [Double] = Histogram.seconds) {
        self.bounds = Array(Set(bounds.filter(\.isFinite))).sorted()
        counts = .allocate(capacity: self.bounds.count + 1)
        for index in 0...self.bounds.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// What is not a number is left out.
    public func observe(_ value: Double, as exemplar: Exemplar? = nil) {
        if value.isNaN { return }
        let bucket = bucket(of: value)
        counts[bucket].wrappingAdd(1, ordering: .relaxed)
        total.add(value)
        guard let exemplar else { return }
        let seen = SeenExemplar(trace: exemplar, value: value, time: Date().timeIntervalSince1970)
        // Another thread is at it: then that one is shown.
        _ = exemplars.withLockIfAvailable { $0[bucket] = seen }
    }

    /// In seconds.
    public func observe(_ duration: Duration, as exemplar: Exemplar? = nil) {
        observe(duration.inSeconds, as: exemplar)
    }

    public var count: Int { (0...bounds.count).reduce(0) { $0 + counts[$1].load(ordering: .relaxed) } }
    public var sum: Double { total.load() }

    public func render(_ writer: inout ExpositionWriter) {
        let exemplars = writer.format == .openMetrics ? exemplars.withLock { $0 } : [:]
        var cumulative = 0
        for (index, bound) in bounds.enumerated() {
            cumulative += counts[index].load(ordering: .relaxed)
            writer.sample(
                Double(cumulative), suffix: "_bucket", extra: ("le", writer.bound(bound)), exemplar: exemplars[index])
        }
        cumulative += counts[bounds.count].load(ordering: .relaxed)
        writer.sample(
            Double(cumulative), suffix: "_bucket", extra: ("le", "+Inf"), exemplar: exemplars[bounds.count])
        writer.sample(sum, suffix: "_sum")
        // The same number as the last bucket, even while others observe.
        writer.sample(Double(cumulative), suffix: "_count")
    }

    private func bucket(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if value <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
