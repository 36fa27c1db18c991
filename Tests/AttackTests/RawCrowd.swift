import FleetTestSupport
import Foundation
import RawHTTP

/// Sockets of an attacker: each sends what it is given, and stays open.
final class RawCrowd: @unchecked Sendable {
    // Sendable: a test uses it in one task at a time.
    let port: Int
    private(set) var clients: [RawClient] = []

    init(_ caller: Caller) throws {
        OpenFileLimit.raise()
        guard let port = URL(string: caller.url)?.port else { throw Unexpected("no port in \(caller.url)") }
        self.port = port
    }

    /// Opens so many connections and sends the same bytes on each.
    func open(_ count: Int, sending bytes: String, receiveBuffer: Int32? = nil) throws {
        for _ in 0..<count {
            let client = try RawClient(port: port, receiveBuffer: receiveBuffer)
            // One that was refused already has been answered and closed.
            if !bytes.isEmpty { try? client.send(bytes) }
            clients.append(client)
        }
    }

    func close() { for client in clients { client.close() } }
}

extension Caller {
    /// A request's header, without the empty line at its end.
    func header(_ method: String, _ path: String, _ more: String = "") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: test\r\n" + (token.map { "Authorization: Bearer \($0)\r\n" } ?? "") + more
    }
}
