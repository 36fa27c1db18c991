/// What holds public access back, of a bucket or of a whole account. Each flag counts when either sets it.
public struct PublicAccessBlock: Sendable, Equatable {
    public var blockPublicACLs = false
    public var ignorePublicACLs = false
    public var blockPublicPolicy = false
    public var restrictPublicBuckets = false

    /// Nothing is held back: also what a bucket or an account without a configuration has.
    public static let none = PublicAccessBlock()

    public init() {}

    /// From a `PublicAccessBlockConfiguration`. A flag that is left out is off.
    init(_ root: XMLNode) throws(MalformedAnswer) {
        guard root.name == "PublicAccessBlockConfiguration" else { throw .otherDocument }
        blockPublicACLs = try Self.flag(root, "BlockPublicAcls")
        ignorePublicACLs = try Self.flag(root, "IgnorePublicAcls")
        blockPublicPolicy = try Self.flag(root, "BlockPublicPolicy")
        restrictPublicBuckets = try Self.flag(root, "RestrictPublicBuckets")
    }

    private static func flag(_ root: XMLNode, _ name: String) throws(MalformedAnswer) -> Bool {
        guard let text = root.value(name) else { return false }
        guard let flag = Bool(text.lowercased()) else { throw .missingField }
        return flag
    }
}
