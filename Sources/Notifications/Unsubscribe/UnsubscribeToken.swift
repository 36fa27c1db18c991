import Cryptography
public import Foundation

/// Who no longer wants which mails: what the link of a mail says.
public struct UnsubscribeToken: Sendable, Hashable {
    public enum Person: Sendable, Hashable {
        case user(UUID)
        /// A recipient without an account, by the address's `fingerprint`.
        case address([UInt8])
    }

    public let person: Person
    public let tenant: UUID
    /// nil for all.
    public let topic: String?

    /// - Parameter topic: of at most 100 bytes; a longer one is that of all.
    public init(_ person: Person, of tenant: UUID, topic: String?) {
        self.person = person
        self.tenant = tenant
        self.topic = topic.flatMap { (1...Self.longestTopic).contains($0.utf8.count) ? $0 : nil }
    }

    static let longestTopic = 100

    /// 32 bytes that stand for an address, so that no link shows it: SHA-256 of it in lower case.
    public static func fingerprint(of address: String) -> [UInt8] { SHA256.digest(address.lowercased()) }
}

// MARK: As bytes: version, kind of person, person, tenant, topic

extension UnsubscribeToken {
    private static let version: UInt8 = 1

    var bytes: [UInt8] {
        let person: [UInt8] =
            switch self.person {
            case .user(let id): [0] + Self.bytes(of: id)
            case .address(let fingerprint): [1] + fingerprint
            }
        return [Self.version] + person + Self.bytes(of: tenant) + Array((topic ?? "").utf8)
    }

    init?(bytes: [UInt8]) {
        var rest = bytes[...]
        func take(_ count: Int) -> [UInt8]? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        guard take(1) == [Self.version], let kind = take(1) else { return nil }
        switch kind {
        case [0]:
            guard let id = take(16).flatMap(Self.uuid) else { return nil }
            person = .user(id)
        case [1]:
            guard let fingerprint = take(32) else { return nil }
            person = .address(fingerprint)
        default: return nil
        }
        guard let tenant = take(16).flatMap(Self.uuid), rest.count <= Self.longestTopic,
            let topic = String(validating: rest, as: UTF8.self)
        else { return nil }
        self.tenant = tenant
        self.topic = topic.isEmpty ? nil : topic
    }

    private static func bytes(of id: UUID) -> [UInt8] {
        let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = id.uuid
        return [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }

    private static func uuid(_ bytes: [UInt8]) -> UUID? {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        guard digits.count == 16 else { return nil }
        return UUID(uuidString: groups.map { digits[$0].joined() }.joined(separator: "-"))
    }
}
