/// A script or a COPY under way.
struct Script {
    let operation: Operation
    /// Whether the first statement is the session's guard.
    let isGuarded: Bool
    var answers: [ResultSet] = []
    var failure: PostgresError?
    /// Whether the server waits for COPY data, and how much of it libpq has taken.
    var isCopying = false
    var copied = 0

    init(_ operation: Operation, isGuarded: Bool) {
        self.operation = operation
        self.isGuarded = isGuarded
    }

    /// Whether the guard failed, and not what it guards.
    func isUnconfirmed(by error: PostgresError) -> Bool {
        isGuarded && answers.isEmpty && error.sqlState == SessionGuard.sqlState
    }

    /// What is left to send.
    var data: ArraySlice<UInt8> {
        if case .copy(_, let bytes) = operation.work { bytes[copied...] } else { [] }
    }

    var acceptsCopy: Bool {
        if case .copy = operation.work { true } else { false }
    }
}
