public import Operations

/// What the API reads of the school.
public struct SchoolSettings: Sendable {
    public let content: ContentRules

    public init(_ reader: inout ConfigurationReader) {
        content = ContentRules(blockedWords: reader.string(.blockedWords).split(separator: ",").map(String.init))
    }
}
