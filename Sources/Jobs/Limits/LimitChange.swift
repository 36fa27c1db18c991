/// What an operator changes of one rule. The outer nil: stays as it is; the inner nil: is left to a wider rule again.
public struct LimitChange: Sendable, Hashable {
    public let target: LimitRule.Target
    public var running: Int??
    /// 0 starts a second: no limit, whatever a wider rule says.
    public var rate: StartRate??
    public var weight: Double??
    public var isPaused: Bool??

    public init(
        _ target: LimitRule.Target, running: Int?? = nil, rate: StartRate?? = nil, weight: Double?? = nil,
        isPaused: Bool?? = nil
    ) {
        self.target = target
        self.running = running
        self.rate = rate
        self.weight = weight
        self.isPaused = isPaused
    }

    public var isEmpty: Bool { running == nil && rate == nil && weight == nil && isPaused == nil }
}
