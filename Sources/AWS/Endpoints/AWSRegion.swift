/// The name of a region, such as `eu-west-1`: safe to put into a host name. Whether AWS has it is another matter.
public struct AWSRegion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let name: String

    public var description: String { name }
    public var partition: AWSPartition { .of(region: name) }

    /// Nil unless the name has the shape of AWS's: words of small letters, then a number, with hyphens between.
    public init?(_ name: String) {
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard name.utf8.count <= 32, (3...5).contains(words.count), let number = words.last,
            (1...2).contains(number.utf8.count), number.utf8.allSatisfy(digits.contains),
            words.dropLast().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(letters.contains) })
        else { return nil }
        self.name = name
    }

    public static func < (left: AWSRegion, right: AWSRegion) -> Bool { left.name < right.name }
}
