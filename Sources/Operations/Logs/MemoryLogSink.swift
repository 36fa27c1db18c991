import Synchronization

/// Keeps lines for a test to look at.
public final class MemoryLogSink: LogSink {
    private let stored = Mutex<[String]>([])

    public init() {}

    public func write(_ line: [UInt8]) {
        stored.withLock { $0.append(String(decoding: line.dropLast(), as: UTF8.self)) }
    }

    /// In the order in which they were written, without their line ends.
    public var lines: [String] { stored.withLock { $0 } }
}
