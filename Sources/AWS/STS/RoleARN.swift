/// The name of a role that may be assumed: `arn:aws:iam::123456789012:role/path/name`.
public struct RoleARN: Sendable, Hashable, CustomStringConvertible {
    public let partition: AWSPartition
    /// Twelve digits.
    public let accountID: String
    /// Begins and ends with a slash; `/` when the role has no path.
    public let path: String
    public let name: String

    public var description: String { "arn:\(partition.rawValue):iam::\(accountID):role\(path)\(name)" }

    /// - Parameter partition: the one that our own account lives in; roles of another cannot be assumed from it.
    public init(_ text: String, in partition: AWSPartition = .commercial) throws(RoleARNProblem) {
        let parts = try Self.split(text)
        guard let own = AWSPartition(rawValue: parts[1]) else { throw .unknownPartition }
        guard own == partition else { throw .otherPartition(found: own, expected: partition) }
        guard parts[2] == "iam" else { throw .notOfIAM }
        guard parts[3].isEmpty else { throw .hasRegion }
        guard parts[4].utf8.count == 12, parts[4].utf8.allSatisfy(Self.isDigit) else { throw .badAccountID }
        let segments = parts[5].split(separator: "/", omittingEmptySubsequences: false)
        guard segments[0] == "role" else { throw .notARole(ResourceKind(rawValue: String(segments[0])) ?? .other) }
        guard let name = segments.last, segments.count > 1, Self.isRoleName(name) else { throw .badRoleName }
        let folders = segments[1..<(segments.count - 1)]
        let path = "/" + folders.map { "\($0)/" }.joined()
        guard path.utf8.count <= 512, folders.allSatisfy({ !$0.isEmpty }) else { throw .badPath }
        self.partition = own
        accountID = parts[4]
        self.path = path
        self.name = String(name)
    }

    /// Six parts, the last of which may hold colons.
    private static func split(_ text: String) throws(RoleARNProblem) -> [String] {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= 2048 else { throw .tooLong }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .controlCharacter }
        guard text.utf8.allSatisfy({ $0 < 0x7F }) else { throw .notASCII }
        guard !text.utf8.contains(0x20) else { throw .space }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else { throw .notAnARN }
        return parts
    }

    /// 1 to 64 of `[\w+=,.@-]` (IAM's CreateRole).
    private static func isRoleName(_ name: Substring) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                default: isDigit(byte) || "_+=,.@-".utf8.contains(byte)
                }
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension RoleARN {
    /// What else an ARN of IAM may name.
    public enum ResourceKind: String, Sendable {
        case user, group, policy
        case instanceProfile = "instance-profile"
        case assumedRole = "assumed-role"
        case root
        case other = ""
    }
}
