import Synchronization

/// A number that rises and falls. Any thread may change it; no update takes a lock or is lost.
public final class Gauge: MetricCell {
    private let bits = AtomicDouble()

    public init() {}

    public func set(_ value: Double) { bits.store(value) }
    public func add(_ amount: Double) { bits.add(amount) }
    public func increment() { bits.add(1) }

    public var value: Double { bits.load() }

    public func render(_ writer: inout ExpositionWriter) { writer.sample(value) }
}
