extension ServerCondition {
    /// What an error of a statement says of the server; nil when it is about the statement
    /// (PostgreSQL documentation, Appendix A, "PostgreSQL Error Codes").
    public init?(sqlState: String) {
        switch sqlState {
        case "25006": self = .readOnly
        case "40001", "40P01": self = .conflict
        case "25P03": self = .idleInTransaction
        case "25P04": self = .transactionTimedOut
        case "55P03": self = .lockTimedOut
        case "57014": self = .stopped
        case "57P05": self = .idleSession
        case "53100": self = .diskFull
        case "53200": self = .memoryExhausted
        case "53300": self = .connectionsExhausted
        case "57P03": self = .starting
        // Prepared statements of other clients, or none of ours: the pooler hands the session on between transactions.
        case "42P05", "26000": self = .poolerUnfit
        // Data and indexes that cannot be read.
        case "XX001", "XX002": self = .storageFailed
        default:
            switch sqlState.prefix(2) {
            case "08": self = .connectionLost
            case "53": self = .limitExceeded
            case "57": self = .stopping
            case "58": self = .storageFailed
            default: return nil
            }
        }
    }
}
