import Glibc
import Reactor
import Synchronization

/// Names to addresses. getaddrinfo(3) blocks without a time limit, so a name is looked up on a thread of its own,
/// and a caller stops waiting at its deadline.
enum AddressResolver {
    private static let underWay = Mutex(0)
    /// A name server that never answers must not cost a thread for each attempt.
    private static let mostUnderWay = 16

    static func resolve(
        _ endpoint: RedisEndpoint, on loop: EventLoop, until deadline: ContinuousClock.Instant
    ) async throws(RedisError) -> [SocketAddress] {
        switch endpoint {
        case .unix(let path): return [try SocketAddress(unixPath: path)]
        case .tcp(let host, let port):
            if let address = lookUp(host, port, flags: AI_NUMERICHOST).addresses.first { return [address] }
            return try await lookUpOnThread(host, port, loop, deadline).get()
        }
    }

    private static func lookUpOnThread(
        _ host: String, _ port: UInt16, _ loop: EventLoop, _ deadline: ContinuousClock.Instant
    ) async -> Result<[SocketAddress], RedisError> {
        let mayStart = underWay.withLock { count in
            guard count < mostUnderWay else { return false }
            count += 1
            return true
        }
        guard mayStart else { return .failure(.unavailable("too many name look-ups are stuck")) }
        return await withCheckedContinuation { continuation in
            let answer = Once(continuation)
            startThread(named: "redis-resolve") {
                let (addresses, problem) = lookUp(host, port, flags: 0)
                underWay.withLock { $0 -= 1 }
                answer.resume(
                    addresses.isEmpty
                        ? .failure(.unavailable("\(host): \(problem)", .hostUnknown)) : .success(addresses))
            }
            loop.execute {
                loop.schedule(after: ContinuousClock.now.duration(to: deadline)) {
                    answer.resume(
                        .failure(.unavailable("\(host): no answer from the name server in time", .hostUnknown)))
                }
            }
        }
    }

    private static func lookUp(
        _ host: String, _ port: UInt16, flags: Int32
    ) -> (addresses: [SocketAddress], problem: String) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else { return ([], String(cString: gai_strerror(result))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr { addresses.append(SocketAddress(address, length: entry.ai_addrlen)) }
            next = entry.ai_next
        }
        return (addresses, "no address")
    }

    /// Resumes a continuation the first time it is asked to.
    private final class Once<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value, Never>?>

        init(_ continuation: CheckedContinuation<Value, Never>) { self.continuation = Mutex(continuation) }

        func resume(_ value: Value) {
            let taken = continuation.withLock { held in
                defer { held = nil }
                return held
            }
            taken?.resume(returning: value)
        }
    }
}
