/// What is wrong with the text that was given as a role's ARN.
public enum RoleARNProblem: Error, Sendable, Equatable {
    case empty, tooLong, controlCharacter, notASCII, space, notAnARN, unknownPartition, notOfIAM, hasRegion
    case badAccountID, badRoleName, badPath
    case otherPartition(found: AWSPartition, expected: AWSPartition)
    case notARole(RoleARN.ResourceKind)
}

extension RoleARNProblem: CustomStringConvertible {
    /// A sentence for the person who gave it; it does not repeat what was given.
    public var description: String {
        switch self {
        case .empty: "The role ARN is empty."
        case .tooLong: "The role ARN is longer than 2048 characters."
        case .controlCharacter:
            "The role ARN holds a line break or another invisible character, perhaps copied along at its end."
        case .notASCII: "The role ARN holds a character that AWS does not allow, such as an accented letter."
        case .space: "The role ARN holds a space."
        case .notAnARN: "This is not an ARN; a role's looks like arn:aws:iam::123456789012:role/name."
        case .unknownPartition: "The role ARN does not begin with a partition of AWS, such as arn:aws:."
        case .otherPartition(let found, let expected):
            "The role is in the AWS partition \(found.rawValue), but only roles in \(expected.rawValue) can be assumed here."
        case .notOfIAM:
            "The ARN does not name a resource of IAM; a role's looks like arn:aws:iam::123456789012:role/name."
        case .hasRegion: "The ARN names a region; a role's has none: arn:aws:iam::123456789012:role/name."
        case .badAccountID: "The account id in the role ARN is not twelve digits."
        case .notARole(.user): "The ARN names a user; give that of a role."
        case .notARole(.assumedRole): "The ARN names a session of a role; give that of the role itself."
        case .notARole: "The ARN does not name a role; a role's looks like arn:aws:iam::123456789012:role/name."
        case .badRoleName:
            "The role's name in the ARN is missing, too long, or holds a character that AWS does not allow."
        case .badPath: "The role's path in the ARN is too long or has an empty part."
        }
    }
}
