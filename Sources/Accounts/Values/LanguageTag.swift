/// A language, such as `fr` or `fr-FR`, in the shape of RFC 5646: at most 35 bytes (section 4.4.1).
public struct LanguageTag: Sendable, Hashable {
    public let text: String

    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = parts.first, (2...3).contains(language.count),
            language.allSatisfy({ $0.isASCIIAlphanumeric && !(0x30...0x39).contains($0) }),
            parts.dropFirst().allSatisfy({ (2...8).contains($0.count) && $0.allSatisfy(\.isASCIIAlphanumeric) })
        else { return nil }
        self.text = text
    }
}
