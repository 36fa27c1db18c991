import FleetTestSupport
import Foundation
import Glibc

/// Asks for something and reads nothing of the answer until `rest` is called.
final class RawReader: Sendable {
    private let descriptor: Int32

    /// By HTTP/1.0, so that a stream comes unframed.
    init(_ caller: Caller, _ path: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var size: Int32 = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(URL(string: caller.url)?.port ?? 0).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = "GET \(path) HTTP/1.0\r\nAuthorization: Bearer \(caller.token ?? "")\r\n\r\n"
        guard result == 0, send(descriptor, request, request.utf8.count, 0) == request.utf8.count else {
            throw Unexpected("no connection: errno \(errno)")
        }
    }

    deinit { close(descriptor) }

    /// All that is there, up to the end of the connection; at most half a minute.
    func rest() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var limit = timeval(tv_sec: 30, tv_usec: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    if count <= 0 { break }
                    bytes += buffer[..<count]
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
