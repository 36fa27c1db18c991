public import Reactor

/// An endpoint's URL, read so strictly that no other reader can see another host in it.
public struct WebhookURL: Sendable, Hashable, CustomStringConvertible {
    public enum Host: Sendable, Hashable {
        /// In small letters; where it leads is known when it is looked up.
        case name(String)
        case address(IPAddress)
    }

    /// In bytes.
    public static let longest = 2048

    public let text: String
    public let isSecure: Bool
    public let host: Host
    public let port: Int

    /// - Throws: what POST and PATCH of an endpoint refuse at once: also each way of writing an address that the guard
    ///   does not permit.
    public init(_ text: String, addresses: AddressGuard) throws(WebhookURLProblem) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        guard Self.hasOnlyURLCharacters(text) else { throw .characters }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", text.dropFirst(scheme.count).hasPrefix("://") else {
            throw .scheme
        }
        guard !text.contains("#") else { throw .fragment }
        let authority = text.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .userInformation }
        isSecure = scheme == "https"
        (host, port) = try Self.hostAndPort(authority, isSecure: isSecure)
        self.text = text
        switch host {
        case .address(let address):
            guard addresses.permits(address) else { throw .refusedAddress }
            guard isSecure || addresses.lists(address) else { throw .plainHTTP }
        case .name(let name):
            guard !Self.isLocal(name) || Self.loopbacks.contains(where: addresses.lists) else { throw .refusedAddress }
            guard isSecure else { throw .plainHTTP }
        }
    }

    /// Without path and query, which may hold a token.
    public var description: String {
        switch host {
        case .name(let name): name
        case .address(let address): "\(address)"
        }
    }

    private static let loopbacks = ["127.0.0.1", "::1"].compactMap { IPAddress($0) }

    /// RFC 6761, and what distributions put into `/etc/hosts`.
    private static func isLocal(_ name: String) -> Bool {
        let name = name.hasSuffix(".") ? String(name.dropLast()) : name
        return name == "localhost" || name.hasSuffix(".localhost")
            || ["localhost.localdomain", "ip6-localhost", "ip6-loopback"].contains(name)
    }

    /// RFC 3986, with whole escapes.
    private static func hasOnlyURLCharacters(_ text: String) -> Bool {
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.prefix(2).count(where: { isHex($0) }) == 2 else { return false }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                break
            default:
                guard "-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) else { return false }
            }
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte & 0xDF)
    }

    private static func hostAndPort(
        _ authority: Substring, isSecure: Bool
    ) throws(WebhookURLProblem) -> (Host, Int) {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
            guard !host.contains("%") else { throw .zone }
            guard host.contains(":") else { throw .host }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority.dropFirst(host.count)
        }
        var port = isSecure ? 443 : 80
        if let first = rest.first {
            let digits = rest.dropFirst()
            guard first == ":" else { throw .host }
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65535).contains(number)
            else { throw .port }
            port = number
        }
        if authority.hasPrefix("[") {
            guard let address = IPAddress(host) else { throw .host }
            return (.address(address), port)
        }
        guard let read = HostSpelling.host(host.lowercased()) else { throw .host }
        return (read, port)
    }
}
