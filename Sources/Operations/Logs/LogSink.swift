/// Where lines go. A line is whole, ends in a line end and is never split.
public protocol LogSink: Sendable {
    /// Must not block for long.
    func write(_ line: [UInt8])
}
