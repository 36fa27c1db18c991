import Foundation

/// A bucket, as the list of an account's buckets shows it.
public struct ListedBucket: Sendable, Equatable {
    /// 3 to 255 of `A-Za-z0-9._-`; new ones have at most 63.
    public var name: String
    /// Where it is, when the list says so; ask for its location otherwise.
    public var region: AWSRegion?
    public var createdAt: Date?

    /// From one `Bucket`.
    init(_ item: XMLNode) throws(MalformedAnswer) {
        guard let name = item.value("Name"), Self.isName(name) else { throw .missingField }
        self.name = name
        region = item.value("BucketRegion").flatMap(AWSRegion.init)
        createdAt = item.value("CreationDate").flatMap(AWSTime.parse)
    }

    /// The name becomes a part of a URL: nothing that could lead elsewhere.
    private static func isName(_ name: String) -> Bool {
        (3...255).contains(name.utf8.count) && name.utf8.contains { $0 != UInt8(ascii: ".") }
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: ".-_".utf8.contains(byte)
                }
            }
    }
}
