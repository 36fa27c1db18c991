internal import CLibpq
import Glibc
import Reactor

/// Opens a connection on a thread of its own: libpq resolves names with a blocking `getaddrinfo`, within
/// `PQconnectStart` and again in `PQconnectPoll` for each further host, and a slow resolver must not hold up the
/// connections that work. The thread ends with the attempt.
enum Connector {
    typealias Outcome = Result<ConnectionHandle, ConnectionFailure>

    /// - Parameter completion: called once, on that thread. Name resolution is bounded by the resolver's own limit
    ///   alone, so the caller keeps a deadline too.
    static func connect(
        _ pairs: [(keyword: String, value: String)], deadline: ContinuousClock.Instant,
        completion: @escaping @Sendable (Outcome) -> Void
    ) {
        startThread(named: "pg-connect") {
            completion(open(pairs, deadline: deadline))
        }
    }

    private static func open(
        _ pairs: [(keyword: String, value: String)], deadline: ContinuousClock.Instant
    ) -> Outcome {
        do throws(ConnectionFailure) {
            let handle = try establish(pairs, deadline: deadline).get()
            try SessionCheck(of: handle, deadline: deadline).run {
                establish(pairs, deadline: min(deadline, .now + SessionCheck.patience))
            }
            return prepare(handle)
        } catch {
            return .failure(error)
        }
    }

    private static func establish(
        _ pairs: [(keyword: String, value: String)], deadline: ContinuousClock.Instant
    ) -> Outcome {
        guard let handle = start(pairs) else {
            return .failure(ConnectionFailure(.unreachable, detail: "out of memory"))
        }
        guard PQstatus(handle.pointer) != CONNECTION_BAD else {
            return .failure(ConnectionFailure(message: handle.message))
        }
        flotilla_pq_silence(handle.pointer)
        // The only form in which libpq gives the error code of a server that refuses the connection.
        PQsetErrorVerbosity(handle.pointer, PQERRORS_VERBOSE)
        var state = PGRES_POLLING_WRITING
        while true {
            switch state {
            case PGRES_POLLING_OK:
                return .success(handle)
            case PGRES_POLLING_READING:
                guard wait(for: handle, Int16(POLLIN), until: deadline) else { return late }
            case PGRES_POLLING_WRITING:
                guard wait(for: handle, Int16(POLLOUT), until: deadline) else { return late }
            default:
                return .failure(ConnectionFailure(message: handle.message))
            }
            state = PQconnectPoll(handle.pointer)
        }
    }

    private static let late = Outcome.failure(.late)

    private static func start(_ pairs: [(keyword: String, value: String)]) -> ConnectionHandle? {
        let keywords = pairs.map { strdup($0.keyword) }
        let values = pairs.map { strdup($0.value) }
        defer { for string in keywords + values { free(string) } }
        let pointer = PQconnectStartParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        return pointer.map(ConnectionHandle.init(owning:))
    }

    /// False when the deadline came first.
    static func wait(
        for handle: ConnectionHandle, _ events: Int16, until deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            var descriptor = pollfd(fd: PQsocket(handle.pointer), events: events, revents: 0)
            let count = poll(&descriptor, 1, Int32(clamping: left.wholeMilliseconds))
            if count > 0 { return true }
            // A signal interrupts the wait, it does not end it.
            if count < 0, errno != EINTR { return true }
        }
    }

    private static func prepare(_ handle: ConnectionHandle) -> Outcome {
        PQsetErrorVerbosity(handle.pointer, PQERRORS_DEFAULT)
        guard PQsetnonblocking(handle.pointer, 1) == 0, PQenterPipelineMode(handle.pointer) == 1 else {
            return .failure(ConnectionFailure(message: handle.message))
        }
        return .success(handle)
    }
}
