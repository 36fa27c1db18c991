import Glibc
public import Reactor

/// The system's resolver: `/etc/hosts`, DNS, and what else `nsswitch.conf` names.
public enum SystemResolver {
    /// Blocks for as long as the resolver takes; none when the name has no address.
    public static func addresses(of name: String) -> [IPAddress] {
        guard !name.isEmpty, !name.utf8.contains(0) else { return [] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var entry = list
        while let current = entry?.pointee {
            if let address = current.ai_addr.flatMap({ IPAddress(UnsafePointer($0)) }), !found.contains(address) {
                found.append(address)
            }
            entry = current.ai_next
        }
        return found
    }
}
