/// What a training may use.
public struct TrainingLimits: Sendable, Equatable {
    /// From the first step to the last, on the clock.
    public let seconds: Double
    /// At once, beside the interactions themselves; the need is computed before it is allocated.
    public let bytes: Int

    public init(seconds: Double, bytes: Int) {
        self.seconds = seconds
        self.bytes = bytes
    }
}
