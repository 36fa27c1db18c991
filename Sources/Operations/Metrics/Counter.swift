import Synchronization

/// A whole number that only rises. Any thread may count; no update takes a lock or is lost.
public final class Counter: MetricCell {
    private let count = Atomic<Int>(0)

    public init() {}

    /// - Parameter amount: not negative.
    public func increment(by amount: Int = 1) {
        count.wrappingAdd(max(0, amount), ordering: .relaxed)
    }

    public var value: Int { count.load(ordering: .relaxed) }

    public func render(_ writer: inout ExpositionWriter) { writer.sample(Double(value)) }
}
