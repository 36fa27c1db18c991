/// A script or a COPY under way.
struct Script {
    let operation: Operation
    var answers: [ResultSet] = []
    var failure: PostgresError?
    /// Whether the server waits for COPY data, and how much of it libpq has taken.
    var isCopying = false
    var copied = 0

    init(_ operation: Operation) {
        self.operation = operation
    }

    /// What is left to send.
    var data: ArraySlice<UInt8> {
        if case .copy(_, let bytes) = operation.work { bytes[copied...] } else { [] }
    }

    var acceptsCopy: Bool {
        if case .copy = operation.work { true } else { false }
    }
}
