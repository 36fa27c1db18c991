import Glibc

/// The socket on which connections arrive.
struct Listener {
    let descriptor: Int32
    let port: Int

    /// - Throws: `WebServerError`
    static func open(host: String, port: Int) throws(WebServerError) -> Listener {
        guard (0...65535).contains(port) else { throw .system(call: "bind", errno: EINVAL) }
        var failure = WebServerError.unknownHost(host)
        for address in try resolve(host, port) {
            do {
                return try listen(on: address, host: host, port: port)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// An address as the system's calls take it.
    private struct Address {
        let family: Int32
        let bytes: [UInt8]
    }

    private static func resolve(_ host: String, _ port: Int) throws(WebServerError) -> [Address] {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard !host.isEmpty, getaddrinfo(host, String(port), &hints, &first) == 0, let first else {
            throw .unknownHost(host)
        }
        defer { freeaddrinfo(first) }
        var addresses: [Address] = []
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let info = next?.pointee {
            if let address = info.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))
                addresses.append(Address(family: info.ai_family, bytes: Array(bytes)))
            }
            next = info.ai_next
        }
        // localhost is both: IPv4 is what most clients try.
        return addresses.filter { $0.family == AF_INET } + addresses.filter { $0.family == AF_INET6 }
    }

    private static func listen(on address: Address, host: String, port: Int) throws(WebServerError) -> Listener {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
        var succeeded = false
        defer { if !succeeded { close(descriptor) } }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if address.family == AF_INET6 {
            set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, address.bytes[8..<24].allSatisfy { $0 == 0 } ? 0 : 1)
        }
        let bound = address.bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                bind(descriptor, $0.baseAddress, socklen_t(bytes.count))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 4096) == 0 else {
            switch errno {
            case EADDRINUSE: throw .portTaken(host: host, port: port)
            case EADDRNOTAVAIL: throw .addressNotAvailable(host)
            case EACCES: throw .notPermitted(port: port)
            default: throw .system(call: "bind", errno: errno)
            }
        }
        succeeded = true
        return Listener(descriptor: descriptor, port: boundPort(descriptor))
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundPort(_ descriptor: Int32) -> Int {
        // Both families have the port in the same place.
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutableBytes(of: &address) { bytes in
            _ = bytes.withMemoryRebound(to: sockaddr.self) { getsockname(descriptor, $0.baseAddress, &length) }
        }
        return Int(UInt16(bigEndian: address.sin6_port))
    }
}
