import FleetTestSupport
import Foundation
import Glibc
import Synchronization

/// Thousands of listeners on one thread, over plain sockets: what they heard is looked at as text.
final class ManyListeners: Sendable {
    private let heard = Mutex<[Int32: Data]>([:])
    private let openCount = Atomic<Int>(0)
    private let caller: Caller
    private let port: UInt16

    init(_ caller: Caller) throws {
        self.caller = caller
        port = UInt16(URL(string: caller.url)?.port ?? 0)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Those whose stream has not ended.
    var open: Int { openCount.load(ordering: .sequentiallyConsistent) }

    /// Opens a stream to each of the jobs, which may come more than once, and hears them until they end.
    func listen(_ ids: [String]) throws {
        var polled: [pollfd] = []
        for id in ids {
            let descriptor = try dial(id)
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
            heard.withLock { $0[descriptor] = Data() }
        }
        openCount.store(ids.count, ordering: .sequentiallyConsistent)
        let all = polled
        Thread.detachNewThread { [self] in hear(all) }
    }

    /// How many have heard this.
    func count(with text: String) -> Int {
        let pattern = Data(text.utf8)
        return heard.withLock { $0.values.count { $0.range(of: pattern) != nil } }
    }

    func samples(_ count: Int, with text: String) -> [String] {
        let pattern = Data(text.utf8)
        let some = heard.withLock { $0.values.filter { $0.range(of: pattern) != nil }.prefix(count) }
        return some.map { String(decoding: $0, as: UTF8.self) }
    }

    /// By HTTP/1.0, so that the stream comes unframed.
    private func dial(_ id: String) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = "GET /jobs/\(id)/events HTTP/1.0\r\nAuthorization: Bearer \(caller.token ?? "")\r\n\r\n"
        guard result == 0, send(descriptor, request, request.utf8.count, 0) == request.utf8.count else {
            throw Unexpected("no connection: errno \(errno)")
        }
        return descriptor
    }

    private func hear(_ all: [pollfd]) {
        var polled = all
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !polled.isEmpty {
            guard poll(&polled, nfds_t(polled.count), 1000) > 0 else { continue }
            var ended: Set<Int32> = []
            for descriptor in polled where descriptor.revents != 0 {
                let count = recv(descriptor.fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    heard.withLock { $0[descriptor.fd]?.append(contentsOf: buffer[..<count]) }
                } else if count == 0 || errno != EAGAIN {
                    ended.insert(descriptor.fd)
                }
            }
            if ended.isEmpty { continue }
            polled.removeAll { ended.contains($0.fd) }
            openCount.subtract(ended.count, ordering: .sequentiallyConsistent)
        }
        for descriptor in all { close(descriptor.fd) }
    }
}
