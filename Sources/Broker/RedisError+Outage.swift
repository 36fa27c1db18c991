public import Jobs
public import Redis

extension RedisError: DispatcherFailure {
    /// What a server says while it loads, is a replica, cannot write, is full, busy, or does not let us in.
    private static let outages: Set<String> = [
        "LOADING", "MASTERDOWN", "READONLY", "MISCONF", "NOREPLICAS", "CLUSTERDOWN", "TRYAGAIN", "OOM", "BUSY",
        "NOAUTH", "NOPERM", "WRONGPASS",
    ]

    /// True when no command can be expected to work; false when a command of ours was refused.
    public var isOutage: Bool {
        switch kind {
        case .unavailable, .timedOut, .connectionLost, .protocolViolation, .configuration: true
        case .server(let code): Self.outages.contains(code)
        }
    }
}
