/// How much a document may be, and what reading it may cost.
public struct DocumentLimits: Sendable, Hashable {
    /// Of the document.
    public var bytes = 20 << 20
    /// Of its text, in UTF-8.
    public var textBytes = 10_000_000
    public var pages = 5000
    /// Until a PDF is read.
    public var time: Duration = .seconds(60)
    /// Of the processor, for a PDF.
    public var processorSeconds = 30
    /// Of address space, for a PDF.
    public var memoryBytes = 1 << 30

    public init() {}
}
