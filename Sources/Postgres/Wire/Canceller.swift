internal import CLibpq
import Reactor

/// Asks the server to stop what a connection runs, over a connection of its own. `PQcancel` blocks until the server
/// has taken the request, so it gets a thread of its own for as long as that lasts.
enum Canceller {
    private struct Request: @unchecked Sendable {
        // Sendable: a PGcancel is a copy of address and key, used and freed by the one thread it is handed to.
        let pointer: OpaquePointer
    }

    static func cancel(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return }
        let request = Request(pointer: pointer)
        startThread(named: "pg-cancel") {
            var message = [CChar](repeating: 0, count: 256)
            // When the request does not arrive the operation's deadline ends the wait.
            _ = PQcancel(request.pointer, &message, Int32(message.count))
            PQfreeCancel(request.pointer)
        }
    }
}
