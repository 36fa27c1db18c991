internal import CLibpq

/// The owner of one `PGconn`.
final class ConnectionHandle: @unchecked Sendable {
    // Sendable because it is handed over whole: the thread that connects gives it up before the loop touches it.
    let pointer: OpaquePointer
    /// The mark of its session, where a pooler stands before the server: each unit makes sure that it is still this session.
    var session: String?

    /// - Parameter pointer: handed over; `PQfinish`ed with this object.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfinish(pointer)
    }

    var isBroken: Bool { PQstatus(pointer) != CONNECTION_OK }

    var message: String {
        PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
    }
}
