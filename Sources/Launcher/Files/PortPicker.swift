import Foundation
import Synchronization

/// Ports of this machine that nothing uses, from below the range out of which the system gives ports to connections: a
/// server that was killed finds its port free again.
final class PortPicker: Sendable {
    static let range = 27_000..<32_768

    private let given = Mutex<Set<Int>>([])

    func pick() throws(LaunchError) -> Int {
        let taken = Self.portsInUse()
        let port = given.withLock { given -> Int? in
            for _ in 0..<1000 {
                let port = Int.random(in: Self.range)
                if !taken.contains(port), given.insert(port).inserted { return port }
            }
            return nil
        }
        guard let port else { throw LaunchError("no free port from \(Self.range.lowerBound) on") }
        return port
    }

    /// Whether something listens on the port, whatever the address.
    static func isListening(_ port: Int) -> Bool { portsInUse(onlyListening: true).contains(port) }

    /// Local ports of every TCP socket, as proc(5) describes /proc/net/tcp; state 0A is LISTEN.
    private static func portsInUse(onlyListening: Bool = false) -> Set<Int> {
        var ports: Set<Int> = []
        for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (PrivateFile.read(file) ?? "").split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ", maxSplits: 4)
                guard fields.count > 3, !onlyListening || fields[3] == "0A",
                    let port = fields[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) })
                else { continue }
                ports.insert(port)
            }
        }
        return ports
    }
}
